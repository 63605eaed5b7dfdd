"""Exceptions: once, with frames, and whether anyone handled them; on every Flask."""

import pytest

from tests.server.probe.conftest import OpenApp


@pytest.mark.parametrize(
    ("path", "kind", "where", "told"),
    [
        ("/before", "Refused", "hook", (True, 418)),
        ("/view", "KeyError", "view", (False, 500)),
        ("/template", "ZeroDivisionError", "template", (False, 500)),
        ("/after", "Refused", "hook", (False, 500)),
        ("/teardown", "Refused", "hook", (False, 500)),
        ("/wrong", "TypeError", "make_response", (False, 500)),
    ],
)
def test_an_exception_is_told_once_with_its_place(
    open_app: OpenApp, path: str, kind: str, where: str, told: tuple[bool, int]
) -> None:
    """Wherever it is raised, it is one event."""
    handled, status = told
    response, exchange = open_app("exceptions.py").send_request("GET", path)
    assert response.status == status
    body = exchange.body("exception")
    assert (body["where"], body["handled"]) == (where, handled)
    assert body["type"] in (kind, "ExceptionGroup")  # Flask 3.2 collects what teardown functions raise


def test_an_abort_is_an_exception_with_its_status(open_app: OpenApp) -> None:
    """`abort(404)` is told with `http` 404 and handled by the app's handler."""
    _, exchange = open_app("hooks.py").send_request("GET", "/abort")
    body = exchange.body("exception")
    assert (body["type"], body["http"], body["where"], body["handled"]) == ("NotFound", 404, "view", True)


def test_a_path_that_no_rule_matches_is_an_exception_of_routing(open_app: OpenApp) -> None:
    """The 404 of routing is told apart from that of a view."""
    _, exchange = open_app("views.py").send_request("GET", "/nowhere")
    body = exchange.body("exception")
    assert (body["type"], body["where"], body["handled"]) == ("NotFound", "routing", False)


def test_the_frames_have_source_and_locals_of_the_guests_own_code(open_app: OpenApp) -> None:
    """The innermost frame comes last, with the lines around and the values of its names."""
    _, exchange = open_app("hooks.py").send_request("GET", "/crash")
    body = exchange.body("exception")
    last = body["frames"][-1]
    assert (last["function"], last["own"]) == ("crash", True)
    assert last["locals"] == {"secret": {"type": "int", "repr": "0", "cut": False}}
    assert [last["line"], "    return str(1 / secret)"] in last["source"]
    assert len(last["source"]) <= 7
    assert not any("server/probe" in frame["file"] for frame in body["frames"])
    assert any(not frame["own"] and frame["locals"] == {} for frame in body["frames"])


def test_a_handler_that_breaks_makes_a_second_exception(open_app: OpenApp) -> None:
    """Both are told, neither as handled, and the second knows its cause."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/handler")
    first, second = exchange.bodies("exception")
    assert (first["type"], first["handled"]) == ("Refused", False)
    assert (second["type"], second["cause"]) == ("RuntimeError", {"type": "Refused", "message": "handler"})


def test_the_cause_of_an_exception_is_told(open_app: OpenApp) -> None:
    """`raise … from …` keeps both."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/cause")
    assert exchange.body("exception")["cause"] == {"type": "KeyError", "message": "'three'"}


def test_an_exception_that_the_guest_swallows_is_its_own_affair(open_app: OpenApp) -> None:
    """Only what reaches Flask or the server is told."""
    response, exchange = open_app("exceptions.py").send_request("GET", "/swallowed")
    assert response.status == 200
    assert exchange.bodies("exception") == []


def test_deep_tracebacks_are_cut_and_counted(own_app: OpenApp) -> None:
    """The innermost frames stay."""
    _, exchange = own_app("exceptions.py").send_request("GET", "/deep")
    body = exchange.body("exception")
    assert len(body["frames"]) == 24
    assert body["omitted"] > 170
    assert body["frames"][-1]["function"] == "deep"


def test_what_the_guest_prints_of_an_exception_has_no_frame_of_ours(open_app: OpenApp) -> None:
    """The traceback in the guest's output is the one it would print without us."""
    host = open_app("exceptions.py")
    host.send_request("GET", "/view")
    assert "KeyError: 'two'" in host.wait_for_output("KeyError: 'two'")
    assert "server/probe" not in host.text


def test_a_redirect_of_routing_is_no_exception(open_app: OpenApp) -> None:
    """Flask uses an exception to redirect, which is nobody's failure."""
    response, exchange = open_app("routes.py").send_request("GET", "/users")
    assert response.status == 308
    assert exchange.bodies("exception") == []
