"""Tests of the exception sensor, on every Flask."""

import pytest

from tests.server.probe.conftest import OpenApp


@pytest.mark.parametrize(
    ("path", "kind", "where", "expected"),
    [
        ("/before", "Refused", "hook", (True, 418)),
        ("/view", "KeyError", "view", (False, 500)),
        ("/template", "ZeroDivisionError", "template", (False, 500)),
        ("/after", "Refused", "hook", (False, 500)),
        ("/teardown", "Refused", "hook", (False, 500)),
        ("/wrong", "TypeError", "make_response", (False, 500)),
    ],
)
def test_an_exception_is_reported_once_with_its_place(
    open_app: OpenApp, path: str, kind: str, where: str, expected: tuple[bool, int]
) -> None:
    """Wherever it is raised."""
    handled, status = expected
    response, exchange = open_app("exceptions.py").send_request("GET", path)
    assert response.status == status
    body = exchange.body("exception")
    assert (body["where"], body["handled"]) == (where, handled)
    assert body["type"] in (kind, "ExceptionGroup")  # Flask 3.2 collects what teardown functions raise


def test_an_abort_is_an_exception_with_its_status(open_app: OpenApp) -> None:
    """`abort(404)` has `http` 404, and the app's handler handled it."""
    _, exchange = open_app("hooks.py").send_request("GET", "/abort")
    body = exchange.body("exception")
    assert (body["type"], body["http"], body["where"], body["handled"]) == ("NotFound", 404, "view", True)


def test_a_path_that_no_rule_matches_is_an_exception_of_routing(open_app: OpenApp) -> None:
    """Its place distinguishes it from the 404 of a view."""
    _, exchange = open_app("views.py").send_request("GET", "/nowhere")
    body = exchange.body("exception")
    assert (body["type"], body["where"], body["handled"]) == ("NotFound", "routing", False)


def test_the_frames_have_source_and_locals_of_the_guests_own_code(open_app: OpenApp) -> None:
    """The innermost frame is last, with the lines around it and the values of its names."""
    _, exchange = open_app("hooks.py").send_request("GET", "/crash")
    body = exchange.body("exception")
    last = body["frames"][-1]
    assert (last["function"], last["own"]) == ("crash", True)
    assert last["locals"] == {"secret": {"type": "int", "repr": "0", "cut": False}}
    assert [last["line"], "    return str(1 / secret)"] in last["source"]
    assert len(last["source"]) <= 7
    assert not any("server/probe" in frame["file"] for frame in body["frames"])
    assert any(not frame["own"] and frame["locals"] == {} for frame in body["frames"])


def test_an_error_handler_that_fails_causes_a_second_exception(open_app: OpenApp) -> None:
    """Both are reported as not handled, and the second has its cause."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/handler")
    first, second = exchange.bodies("exception")
    assert (first["type"], first["handled"]) == ("Refused", False)
    assert (second["type"], second["cause"]) == ("RuntimeError", {"type": "Refused", "message": "handler"})


def test_the_cause_of_an_exception_is_reported(open_app: OpenApp) -> None:
    """That of `raise … from …`."""
    _, exchange = open_app("exceptions.py").send_request("GET", "/cause")
    body = exchange.body("exception")
    assert body["cause"] == {"type": "KeyError", "message": "'three'"}
    (related,) = body["related"]
    assert (related["relation"], related["type"]) == ("cause", "KeyError")
    assert related["frames"][-1]["locals"]["numbers"]["repr"] == "{'one': 1}"


def test_an_exception_that_the_guest_catches_is_not_reported(open_app: OpenApp) -> None:
    """It never reaches Flask or the server."""
    response, exchange = open_app("exceptions.py").send_request("GET", "/swallowed")
    assert response.status == 200
    assert exchange.bodies("exception") == []


def test_deep_tracebacks_are_cut_and_counted(own_app: OpenApp) -> None:
    """The innermost frames are kept."""
    _, exchange = own_app("exceptions.py").send_request("GET", "/deep")
    body = exchange.body("exception")
    assert len(body["frames"]) == 24
    assert body["omitted"] > 170
    assert body["frames"][-1]["function"] == "deep"


def test_a_printed_traceback_has_no_frame_of_the_probe(open_app: OpenApp) -> None:
    """The guest prints what it would print without the probe."""
    host = open_app("exceptions.py")
    host.send_request("GET", "/view")
    assert "KeyError: 'two'" in host.wait_for_output("KeyError: 'two'")
    assert "server/probe" not in host.text


def test_a_redirect_of_routing_is_not_an_exception(open_app: OpenApp) -> None:
    """Flask raises one to redirect, but nothing failed."""
    response, exchange = open_app("routes.py").send_request("GET", "/users")
    assert response.status == 308
    assert exchange.bodies("exception") == []


def test_an_exception_in_a_make_response_of_the_guests_own_is_placed_there(open_app: OpenApp) -> None:
    """It is a step of Flask, whoever wrote it."""
    _, exchange = open_app("swapped_views.py").send_request("GET", "/refused")
    body = exchange.body("exception")
    assert (body["type"], body["where"], body["handled"]) == ("ValueError", "make_response", False)
