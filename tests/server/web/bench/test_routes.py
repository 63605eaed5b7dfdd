"""The bench of one guest."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.model.background import BackgroundEvent
from server.model.exchange import ExchangeState
from server.model.guest import GuestState, GuestStatus, TargetKind
from server.model.notifications import ExchangeStarted
from server.model.outgoing_request import OutgoingRequest
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.model.versions import Versions
from tests.support.fake_guests import READY, FakeGuest, make_exchange
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as library_events
from tests.support.workbench_client import WorkbenchClient, workbench_client


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


class Window:
    """A window that records its calls."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, ...]] = []

    def open_window(self, url: str, title: str) -> None:
        """Note it."""
        self.shown.append(("window", url, title))

    def open_external(self, url: str) -> None:
        """Note it."""
        self.shown.append(("external", url))

    def choose_theme(self, name: str) -> None:
        """Note it."""
        self.shown.append(("theme", name))

    def pick_folder(self) -> Path | None:
        """Choose a folder."""
        return Path("/srv/chosen")

    def pick_file(self) -> Path | None:
        """Choose nothing."""
        return None

    def pick_archive(self) -> Path | None:
        """Choose nothing."""
        return None

    def close(self) -> None:
        """Note it."""
        self.shown.append(("closed",))


def test_without_a_guest_the_bench_explains_what_to_do(workbench: WorkbenchClient) -> None:
    """An empty bench explains why it is empty and where to go."""
    text = workbench.get("/bench").text
    assert "No app is open" in text
    assert 'href="/"' in text


def test_with_one_guest_the_bench_is_its_bench(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Where there is one app there is nothing to choose."""
    assert workbench.get("/bench").headers["Location"] == "/bench/g1"


def test_all_apps_are_those_open_and_those_opened_before(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """Home shows six and a way to the rest; with `all` nothing is left out, also with one guest."""
    for number in range(7):
        target = replace(guest.target, spec=f"/srv/app{number}", root=Path(f"/srv/app{number}"))
        workbench.store.recent.touch(target, None)
    home = workbench.get("/").text
    assert home.count('class="recent-app"') == 6
    assert 'href="/bench?all=yes"' in home
    text = workbench.get("/bench?all=yes").text
    assert 'href="/bench/g1"' in text
    assert text.count('class="recent-app"') == 7
    assert 'id="open-answer"' in text


def test_an_app_that_was_too_slow_to_start_is_reported(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """It did not crash: it was ended, for it was not ready in time."""
    late = Problem(code=ProblemCode.START_TIMEOUT, cause="The app was not ready.", remedy="Look.")
    guest.status = GuestStatus(state=GuestState.CRASHED, problem=late)
    head = workbench.get("/bench/g1/head").text
    assert "not ready in time" in head
    assert ">crashed<" not in head


def test_a_folder_without_an_app_did_not_crash(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Nothing ran, so its state is that it was not started."""
    missing = Problem(code=ProblemCode.NO_APP, cause="There is no app.", remedy="Look.")
    guest.status = GuestStatus(state=GuestState.CRASHED, problem=missing)
    head = workbench.get("/bench/g1/head").text
    assert "not started" in head
    assert ">crashed<" not in head


def test_with_two_guests_the_bench_lists_them(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Each open app is listed with its state."""
    workbench.open_guest(name="blog")
    text = workbench.get("/bench").text
    assert 'href="/bench/g1"' in text
    assert 'href="/bench/g2"' in text


def test_a_guest_that_is_gone_is_explained(workbench: WorkbenchClient) -> None:
    """An address of a closed app leads on instead of failing."""
    answer = workbench.get("/bench/none")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.text


def test_the_header_shows_what_runs(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """State, address, versions, and each sensor that is absent with its reason."""
    text = workbench.get("/bench/g1").text
    for said in (
        "ready",
        "http://localhost:5000",
        "Python 3.12.1",
        "Flask 3.1.3",
        "1 absent",
        "Flask is not installed",
    ):
        assert said in text


def test_a_guest_without_flask_is_shown_as_such(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An app of another WSGI framework is shown as such."""
    guest.status = replace(READY, versions=Versions(python="3.12.1"), routes=())
    assert "no Flask" in workbench.get("/bench/g1/head").text


def test_a_crash_is_explained(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A guest that did not start has cause, remedy, traceback and output, all escaped."""
    problem = Problem(
        code=ProblemCode.IMPORT_ERROR,
        cause="ModuleNotFoundError: No module named 'shop<b>'",
        remedy="Install it.",
        detail="Traceback…",
    )
    guest.status = GuestStatus(
        state=GuestState.CRASHED, problem=problem, output=("line one", "<i>line two</i>")
    )
    text = workbench.get("/bench/g1").text
    assert (
        text.index("No module named &#39;shop&lt;b&gt;&#39;")
        < text.index("Install it.")
        < text.index("Traceback…")
    )
    assert "&lt;i&gt;line two&lt;/i&gt;" in text
    assert ">Start again<" in text
    assert "<b>'" not in text


def test_restart_stop_and_close(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Each button acts and returns the header; closing leads to Home."""
    assert "stopped" in workbench.post("/bench/g1/stop").text
    assert "ready" in workbench.post("/bench/g1/restart").text
    assert guest.calls == ["stop", "restart"]
    assert workbench.post("/bench/g1/close").headers["HX-Redirect"] == "/"
    assert workbench.guests.all() == ()


def test_the_output_is_shown_as_text(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The drawer shows the last lines that the app printed, or that there are none."""
    text = workbench.get_fragment("/bench/g1/output").text
    assert "serving\nsecond line" in text
    assert f'data-printed="{guest.printed}"' in text
    assert workbench.get_fragment(f"/bench/g1/output?seen={guest.printed}").status_code == 204
    guest.status = replace(READY, output=())
    assert "printed nothing" in workbench.get_fragment("/bench/g1/output").text


def test_routes_are_given_for_completion(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The composer learns each rule with the methods a person would choose."""
    routes = workbench.get_fragment("/bench/g1/routes").json
    assert routes == [
        {"rule": "/", "endpoint": "home", "methods": ["GET"], "arguments": []},
        {"rule": "/users/<int:id>", "endpoint": "user", "methods": ["DELETE"], "arguments": ["id"]},
    ]


def test_a_bench_without_a_chosen_exchange_lists_the_routes(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """A GET without arguments has a button that sends it; other routes are filled in."""
    text = workbench.get_fragment("/bench/g1/nothing").text
    assert 'aria-label="Send GET /"' in text
    assert 'aria-label="Fill in DELETE /users/&lt;int:id&gt;"' in text
    guest.status = replace(READY, routes=())
    assert "Nothing selected" in workbench.get_fragment("/bench/g1/nothing").text


def test_sending_shows_the_exchange(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """The exchange of the composer's request is shown and listed."""
    answer = workbench.post(
        "/bench/g1/send", {"method": "POST", "url": "/login?next=1", "form-name": "user", "form-value": "ada"}
    )
    number = answer.headers["X-Fumehood-Exchange"]
    assert f'data-shown-exchange="{number}"' in answer.text
    assert guest.requests[0].method == "POST"
    assert guest.requests[0].path == "/login?next=1"
    assert guest.requests[0].body == b"user=ada"
    assert f'id="row-{number}"' in workbench.get_fragment("/bench/g1/rows").text


def test_a_problem_while_sending_is_shown_in_place(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A request that timed out is a part of the page with cause and remedy, and no exchange."""
    guest.answer = lambda outgoing, number: Problem(
        code=ProblemCode.TIMEOUT, cause="No answer in 30 s.", remedy="Wait longer."
    )
    answer = workbench.post("/bench/g1/send", {"method": "GET", "url": "/slow"})
    assert answer.status_code == 422
    assert "No answer in 30 s." in answer.text
    assert "<html" not in answer.text


def test_the_page_shows_the_exchange_of_its_address(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A reload shows the same exchange."""
    guest.send(OutgoingRequest(method="GET", path="/"))
    number = workbench.store.rows()[0].id
    assert f'data-shown-exchange="{number}"' in workbench.get(f"/bench/g1?exchange={number}").text
    assert "Routes of the app" in workbench.get("/bench/g1?exchange=99999").text


def test_the_list_is_filtered_by_the_server(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Text, method, status and static files narrow the history."""
    for method, path in (("GET", "/a"), ("POST", "/b"), ("GET", "/static/x.css")):
        guest.send(OutgoingRequest(method=method, path=path))

    def shown(query: str) -> int:
        return workbench.get_fragment(f"/bench/g1/rows?{query}").text.count('class="exchange-row')

    assert shown("") == 3
    assert shown("text=%2Fb") == 1
    assert shown("method=GET") == 2
    assert shown("static=hide") == 2
    assert shown("status=4") == 0
    assert shown("status=2") == 3
    assert shown("status=failed") == 0
    assert shown("status=nonsense") == 3


def test_the_list_goes_on_where_it_ended(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A long list comes in pages, none twice and none left out."""
    for _ in range(150):
        guest.send(OutgoingRequest(method="GET", path="/"))
    first = workbench.get_fragment("/bench/g1/rows").text
    assert first.count('class="exchange-row') == 100
    more = first.split('hx-get="')[1].split('"')[0]
    second = workbench.get_fragment(more).text
    assert second.count('class="exchange-row') == 50
    assert "Show older" not in second


def test_unfinished_exchanges_come_first(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """An unfinished request is in the list, and its details show that it is not answered yet."""
    guest.send(OutgoingRequest(method="GET", path="/"))
    workbench.live_feed.handle(
        ExchangeStarted(make_exchange(900, state=ExchangeState.OPEN, response=None, took=None))
    )
    rows = workbench.get_fragment("/bench/g1/rows").text
    assert rows.index('id="row-900"') < rows.index('data-state="done"')
    assert "Under way" in workbench.get_fragment("/exchanges/900").text


def test_an_unfinished_exchange_shows_what_was_recorded_so_far(
    workbench: WorkbenchClient, guest: FakeGuest
) -> None:
    """The guest is asked for it; the notification of its start has the request only."""
    started = make_exchange(900, state=ExchangeState.OPEN, response=None, took=None)
    workbench.live_feed.handle(ExchangeStarted(started))
    guest.open[900] = replace(started, events=(*started.events, library_events.websocket(text="rye, warm")))
    assert "rye, warm" in workbench.get_fragment("/exchanges/900").text


def test_a_row_escapes_the_text_of_a_guest(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """A path is hostile text in every attribute and element."""
    base = make_exchange(1)
    workbench.add_exchange(
        replace(base, id=5, request=replace(base.request, path='/"><script>x', query="<b>"))
    )
    text = workbench.get_fragment("/bench/g1/rows").text
    assert "<script>" not in text
    assert "<b>" not in text
    assert "&#34;&gt;&lt;script&gt;x" in text


def test_a_window_opens_the_guest(tmp_path: Path) -> None:
    """With a window, the app opens in a separate window or in the browser, at its own address."""
    window = Window()
    with workbench_client(tmp_path, window) as workbench:
        workbench.open_guest(TargetKind.LAB, "session")
        assert "Open in a window" in workbench.get("/bench/g1").text
        assert workbench.post("/bench/g1/window").status_code == 204
        workbench.post("/bench/g1/window", {"where": "browser"})
        assert workbench.post("/open/pick").text.count("/srv/chosen") == 1
        assert workbench.post("/open/pick", {"what": "file"}).status_code == 204
    assert window.shown == [
        ("window", "http://localhost:5000", "session"),
        ("external", "http://localhost:5000"),
    ]


def test_without_a_window_a_link_opens_the_guest(workbench: WorkbenchClient, guest: FakeGuest) -> None:
    """Without a window, the page links to the app, and the address of the button reports it."""
    assert (
        'href="http://localhost:5000" target="_blank" rel="noopener noreferrer"'
        in workbench.get("/bench/g1").text
    )
    assert workbench.post("/bench/g1/window").status_code == 422
    assert workbench.post("/open/pick").status_code == 204


def test_the_background_has_a_page(workbench: WorkbenchClient) -> None:
    """It says that there is nothing, or lists what there is; the bench leads to it."""
    guest = workbench.open_guest()
    assert f"/bench/{guest.id}/background" in workbench.get(f"/bench/{guest.id}").text
    assert "Nothing in the background" in workbench.get(f"/bench/{guest.id}/background").text
    guest.background = (BackgroundEvent(time=1.5, event=replace(s.log("polling"), thread="poller")),)
    text = workbench.get(f"/bench/{guest.id}/background").text
    assert "polling" in text
    assert "poller" in text


def test_the_exchanges_of_an_earlier_opening_are_listed_below_a_separator(workbench: WorkbenchClient) -> None:
    """They can be sent again to the app that is open now."""
    guest = workbench.open_guest()
    workbench.store.projects.add_opening("old", guest.target)
    workbench.store.projects.add_opening(guest.id, guest.target)
    workbench.add_exchange(make_exchange(50, guest="old"))
    page = workbench.get(f"/bench/{guest.id}").text
    assert page.index("list-earlier") < page.index('id="row-50"')
    assert workbench.post("/exchanges/50/replay").status_code == 200
    assert [each.path for each in guest.requests] == ["/"]
    more = workbench.get_fragment(f"/bench/{guest.id}/rows?earlier=1&before=51").text
    assert 'id="row-50"' in more
    assert "list-earlier" not in more


def test_a_port_that_could_not_be_had_is_named(workbench: WorkbenchClient) -> None:
    """The page says where the app is instead."""
    guest = workbench.open_guest()
    guest.status = replace(guest.status, missed_port=8080)
    assert "Port 8080 is taken or reserved, so the app is at 5000" in workbench.get(f"/bench/{guest.id}").text


def test_cancelling_what_does_not_wait_changes_nothing(workbench: WorkbenchClient) -> None:
    """A request that waits no more cannot be given up, and an app that is closed has none."""
    guest = workbench.open_guest()
    assert workbench.post(f"/bench/{guest.id}/sends/gone/cancel").status_code == 204
    assert workbench.post("/bench/nobody/sends/gone/cancel").status_code == 404


def test_a_request_waits_for_an_app_that_is_starting(
    workbench: WorkbenchClient, guest: FakeGuest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who saves a file and sends at once gets the answer of the new app."""
    guest.status = replace(READY, state=GuestState.STARTING)
    waited: list[float] = []

    def wait(seconds: float) -> GuestStatus:
        waited.append(seconds)
        guest.status = READY
        return guest.status

    monkeypatch.setattr(guest, "wait", wait)
    workbench.store.settings.set("start_seconds", 9)
    assert workbench.post("/bench/g1/send", {"url": "/"}).status_code == 200
    assert (waited, len(guest.requests)) == ([9], 1)
