"""Tests of the output sensor, on every Flask."""

from tests.server.probe.conftest import LoadApp, OpenApp, StartApp

APP = "printing_app.py"


def test_printed_text_is_reported_by_line_of_code(open_app: OpenApp) -> None:
    """From both streams; logging and warnings have their own sensors."""
    response, exchange = open_app(APP).send_request("GET", "/")
    assert [(body["stream"], body["text"]) for body in exchange.bodies("output")] == [
        ("stdout", "one 2\n"),
        ("stderr", "oh\n"),
        ("stdout", "no end"),
        ("stdout", "ab"),
    ]
    assert response.body == b"TextIOWrapper True 2"
    assert exchange.event("output")["caller"]["function"] == "index"


def test_printed_text_is_still_printed(load: LoadApp) -> None:
    """The host of the guest reads it."""
    host, _ = load(APP)
    host.send_request("GET", "/line")
    assert "a line" in host.wait_for_output("a line")


def test_text_in_another_stream_is_not_reported(open_app: OpenApp) -> None:
    """A stream in memory is not output."""
    response, exchange = open_app(APP).send_request("GET", "/elsewhere")
    assert response.body == b"kept\n"
    assert exchange.bodies("output") == []


def test_a_replaced_standard_stream_is_watched_too(load: LoadApp) -> None:
    """From the next request on, if it writes to the same descriptor."""
    host, _ = load(APP)
    host.send_request("GET", "/own")
    _, exchange = host.send_request("GET", "/line")
    assert [body["text"] for body in exchange.bodies("output")] == ["a line\n"]


def test_a_stream_still_refuses_bytes(open_app: OpenApp) -> None:
    """The app gets its TypeError, and the sensor reports no fault."""
    response, exchange = open_app(APP).send_request("GET", "/wrong")
    assert response.body == b"TypeError"
    assert exchange.bodies("output") == exchange.bodies("probe-fault") == []


def test_much_output_is_bounded_and_counted(start_app: StartApp) -> None:
    """The characters left out are counted."""
    _, exchange = start_app("own", APP).send_request("GET", "/flood")
    *reported, last = exchange.bodies("output")
    assert len(reported) == 200
    everything = sum(len("x" * 100 + f" {number}\n") for number in range(1000))
    assert last["omitted"] == everything - sum(len(body["text"]) for body in reported)
    _, exchange = start_app("own", APP).send_request("GET", "/long")
    first, rest = exchange.bodies("output")
    assert (len(first["text"]), rest["omitted"]) == (2001, 3000)
