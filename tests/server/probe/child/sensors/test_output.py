"""What is printed, on every Flask."""

from tests.server.probe.conftest import LoadApp, OpenApp, StartApp

APP = "printing_app.py"


def test_what_is_printed_is_told_with_its_line(open_app: OpenApp) -> None:
    """Both streams, joined to lines; logging and warnings have sensors of their own."""
    response, exchange = open_app(APP).send_request("GET", "/")
    assert [(body["stream"], body["text"]) for body in exchange.bodies("output")] == [
        ("stdout", "one 2\n"),
        ("stderr", "oh\n"),
        ("stdout", "no end"),
        ("stdout", "ab"),
    ]
    assert response.body == b"TextIOWrapper True 2"
    assert exchange.event("output")["caller"]["function"] == "index"


def test_it_still_comes_out(load: LoadApp) -> None:
    """The host of the guest reads it as ever."""
    host, _ = load(APP)
    host.send_request("GET", "/line")
    assert "a line" in host.wait_for_output("a line")


def test_text_that_goes_elsewhere_was_not_printed(open_app: OpenApp) -> None:
    """A stream in memory is no output."""
    response, exchange = open_app(APP).send_request("GET", "/elsewhere")
    assert response.body == b"kept\n"
    assert exchange.bodies("output") == []


def test_a_stream_of_the_apps_own_is_watched_too(load: LoadApp) -> None:
    """From the next request on, if it goes to the same place."""
    host, _ = load(APP)
    host.send_request("GET", "/own")
    _, exchange = host.send_request("GET", "/line")
    assert [body["text"] for body in exchange.bodies("output")] == ["a line\n"]


def test_what_a_stream_refuses_it_refuses(open_app: OpenApp) -> None:
    """Bytes are no text."""
    response, exchange = open_app(APP).send_request("GET", "/wrong")
    assert response.body == b"TypeError"
    assert exchange.bodies("output") == exchange.bodies("probe-fault") == []


def test_a_flood_is_bounded_and_counted(start_app: StartApp) -> None:
    """What was left out is said, in characters."""
    _, exchange = start_app("own", APP).send_request("GET", "/flood")
    *told, last = exchange.bodies("output")
    assert len(told) == 200
    everything = sum(len("x" * 100 + f" {number}\n") for number in range(1000))
    assert last["omitted"] == everything - sum(len(body["text"]) for body in told)
    _, exchange = start_app("own", APP).send_request("GET", "/long")
    first, rest = exchange.bodies("output")
    assert (len(first["text"]), rest["omitted"]) == (2001, 3000)
