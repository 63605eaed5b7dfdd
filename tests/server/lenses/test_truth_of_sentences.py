"""Sentences of the lenses, tried on real apps in which a sentence that sounds right would be false."""

import shutil
from collections.abc import Iterator

import pytest

from server.lenses.kit.who_answered import find_answerer
from server.lenses.registry import LENSES
from server.lenses.render.terminal_blocks import block_lines
from server.model.exchange import Exchange
from server.model.guest import GuestState
from server.model.problem import Problem
from server.runner.guests.guest import Guest
from server.runner.guests.guests import Guests
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.support.probe_host import APPS
from tests.support.runner.fake_script_guests import SECONDS
from tests.support.shared import shared_fork_servers

pytestmark = pytest.mark.slow

AROUND = "Something around Flask answered, such as a WSGI middleware: no Flask app was reached."
DISPATCHES = "Which view it called is not known."


@pytest.fixture(scope="module")
def guest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Guest]:
    """The guest with all the apps."""
    folder = tmp_path_factory.mktemp("misleading")
    (folder / "tests" / "apps").mkdir(parents=True)
    for file in ("misleading.py", "replaced_methods.py"):
        shutil.copy(APPS / file, folder / "tests" / "apps" / file)
    (folder / "app.py").write_text("from tests.apps.misleading import app\n")
    target = resolve_target(str(folder), lab=lambda _: None)
    assert not isinstance(target, Problem), target
    guests = Guests(fork_servers=shared_fork_servers())
    opened = guests.open(target)
    status = opened.wait(SECONDS)
    assert status.state is GuestState.READY, status
    yield opened
    guests.close()


def exchange_of(guest: Guest, path: str, method: str = "GET") -> Exchange:
    """Send a request and return its exchange."""
    bare, _, query = path.partition("?")
    pairs = tuple(
        (name, value) for name, _, value in (pair.partition("=") for pair in query.split("&") if pair)
    )
    found = guest.send(build_request(method=method, path=bare, query=pairs))
    assert isinstance(found, Exchange), found
    return found


@pytest.mark.parametrize(
    ("method", "path", "answered", "skipped"),
    [
        ("GET", "/shop/", "The view `index` answered.", None),
        ("HEAD", "/shop/", "The view `index` answered.", None),
        ("GET", "/shop/inner", "The view `inner` answered.", None),
        ("GET", "/shop/elsewhere", "The view `elsewhere` answered.", None),
        (
            "OPTIONS",
            "/shop/",
            "Flask answered OPTIONS by itself.",
            "The view never ran: Flask answers OPTIONS itself, from the methods that the rules allow.",
        ),
        (
            "GET",
            "/shop/forbidden",
            "The view `forbidden` ended with the HTTP exception `Forbidden`: 403.",
            None,
        ),
        ("GET", "/shop/nothing", "The view `nothing` returned `None`, so Flask answered 500.", None),
        (
            "GET",
            "/shop/breaks-off",
            "The response may be incomplete: `EOFError` was raised while it was sent.",
            None,
        ),
        ("GET", "/shop/crash", "The view `crash` raised `KeyError: 'crash'`, and Flask answered.", None),
        ("GET", "/shop/handled", "The error handler `handle` answered.", None),
        (
            "GET",
            "/shop/badly-handled",
            "The view `badly_handled` raised `ArithmeticError: badly handled`, and Flask answered.",
            None,
        ),
        ("GET", "/shop/swapped", "The hook `swap` put another response in the place of the first.", None),
        (
            "GET",
            "/shop/guarded/x",
            "`to_python` raised `NotFound` while the URL was matched, and Flask answered 404.",
            "The view never ran: `to_python` raised `NotFound` while the URL was matched.",
        ),
        (
            "GET",
            "/shop/nowhere",
            "Flask answered 404: no rule of the URL map matched.",
            "The view never ran: no rule of the URL map matched.",
        ),
        (
            "POST",
            "/shop/crash",
            "Flask answered 405: a rule matches the path, but not this method.",
            "The view never ran: no rule of this path allows `POST`.",
        ),
        (
            "GET",
            "/trusted/",
            "Flask answered with the HTTP exception `SecurityError`: 400.",
            None,
        ),
        (
            "GET",
            "/loud/",
            "The app raised `KeyError` and did not answer: the exception reached the server.",
            None,
        ),
        ("GET", "/elsewhere", AROUND, None),
        ("GET", "/soft/", "The view `index` answered.", None),
        (
            "GET",
            "/soft/nowhere",
            "Flask made a response of 404, and 200 was sent: something around Flask changed it.",
            "The view never ran: no rule of the URL map matched.",
        ),
        ("GET", "/replaced/own/", "The view `index` answered.", None),
        ("GET", "/replaced/toolbar/", "The view `index` answered.", None),
        (
            "GET",
            "/replaced/own/crash",
            "`KeyError` was raised, and `OwnDispatch.handle_user_exception` answered.",
            None,
        ),
        ("GET", "/replaced/routed/crash", "`KeyError` was raised, and `error_router` answered.", None),
        (
            "GET",
            "/replaced/routed/other",
            "The view `other` raised `ValueError: other`, and Flask answered.",
            None,
        ),
        (
            "GET",
            "/replaced/full/crash",
            "The view `crash` raised `KeyError: 'missing'`; what answered then is not known.",
            None,
        ),
        (
            "GET",
            "/replaced/silent/",
            f"`Silent.dispatch_request` answered, in the place of Flask's `dispatch_request`. {DISPATCHES}",
            None,
        ),
    ],
)
def test_what_answered_is_said_as_far_as_it_is_proven(
    guest: Guest, method: str, path: str, answered: str, skipped: str | None
) -> None:
    """What answered, and why the view did not run."""
    found = find_answerer(exchange_of(guest, path, method))
    assert (str(found.sentence), None if found.skipped is None else str(found.skipped)) == (answered, skipped)


def lines_of(tab: str, exchange: Exchange) -> list[str]:
    """Return the lines of a tab, also of one that says only why it is empty."""
    lens = next(lens for lens in LENSES if lens.tab == tab)
    return [line for block in lens.present(exchange).blocks for line in block_lines(block, everything=True)]


SHOWN = (
    ("GET", "/shop/slash", "routing", "The map redirects to {root}/shop/slash/."),
    ("GET", "/shop/slash//", "routing", "The map redirects to {root}/shop/slash/."),
    ("GET", "/shop/moved", "routing", "Matched, and redirects to {root}/."),
    ("GET", "/shop/guarded/x", "routing", "to_python raised NotFound while the rules were compared"),
    ("GET", "/shop/guarded/broken", "routing", "The match ended without a result."),
    ("GET", "/shop/guarded/broken", "exceptions", "Handled by: no error handler of the app"),
    ("GET", "/shop/crash", "exceptions", "Handled by: no error handler of the app"),
    ("GET", "/shop/?fail=late", "exceptions", "Handled by: nothing; it reached the server"),
    ("GET", "/loud/", "exceptions", "Handled by: nothing; it reached the server"),
    ("GET", "/shop/emptied", "session", "The session is empty, and the response deletes its cookie."),
    (
        "GET",
        "/kept/a",
        "session",
        "value changed, and no cookie is set. Whether ServerSide stored it is not seen.",
    ),
    ("GET", "/closed/", "session", "There is no session: the interface NoSession opened none."),
    ("GET", "/shop/cached", "wsgi", "Chunks: "),
    ("GET", "/kept/a", "app", "Below: /kept"),
    ("GET", "/replaced/past/", "app", "Hooks that it calls before the view may be missing here."),
    ("GET", "/replaced/silent/", "view", "No view was seen to run."),
    ("GET", "/trusted/", "routing", "No URL map was seen to be used."),
)


@pytest.mark.parametrize(("method", "path", "tab", "line"), SHOWN)
def test_a_tab_says_what_the_events_prove(guest: Guest, method: str, path: str, tab: str, line: str) -> None:
    """One line of it, which would have been false or missing."""
    exchange = exchange_of(guest, path, method)
    root = exchange.request.url.partition("/shop")[0]
    found = lines_of(tab, exchange)
    assert any(line.format(root=root) in one for one in found), found


@pytest.mark.parametrize(
    ("path", "tab", "line"),
    [
        ("/shop/slash/", "routing", "belongs to the blueprint"),
        ("/shop/parts", "response", "made while it was sent"),
        ("/shop/", "hooks", "put another response in its place"),
        ("/kept/a", "session", "was not saved"),
        ("/closed/", "session", "SECRET_KEY"),
        ("/trusted/", "routing", "before Flask"),
    ],
)
def test_a_tab_does_not_say_what_is_false(guest: Guest, path: str, tab: str, line: str) -> None:
    """Each of these was said of such an app once."""
    assert not [one for one in lines_of(tab, exchange_of(guest, path)) if line in one]


def test_a_guest_with_an_app_made_later_has_the_versions_of_flask(guest: Guest) -> None:
    """Where no Flask app took part, the versions are those of the guest all the same."""
    assert exchange_of(guest, "/kept/a").versions.flask is not None
