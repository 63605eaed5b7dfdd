"""What is printed, on every Flask."""

from tests.server.probe.conftest import Loader, Opener, Starter

APP = "printing.py"


def test_what_is_printed_is_told_with_its_line(open_app: Opener) -> None:
    """Both streams, joined to lines; logging and warnings have sensors of their own."""
    answer, seen = open_app(APP).send_request("GET", "/")
    assert [(body["stream"], body["text"]) for body in seen.of("output")] == [
        ("stdout", "one 2\n"),
        ("stderr", "oh\n"),
        ("stdout", "no end"),
        ("stdout", "ab"),
    ]
    assert answer.body == b"TextIOWrapper True 2"
    assert seen.event("output")["caller"]["function"] == "index"


def test_it_still_comes_out(load: Loader) -> None:
    """The host of the guest reads it as ever."""
    host, _ = load(APP)
    host.send_request("GET", "/line")
    assert "a line" in host.text_soon("a line")


def test_text_that_goes_elsewhere_was_not_printed(open_app: Opener) -> None:
    """A stream in memory is no output."""
    answer, seen = open_app(APP).send_request("GET", "/elsewhere")
    assert answer.body == b"kept\n"
    assert seen.of("output") == []


def test_a_stream_of_the_apps_own_is_watched_too(load: Loader) -> None:
    """From the next request on, if it goes to the same place."""
    host, _ = load(APP)
    host.send_request("GET", "/own")
    _, seen = host.send_request("GET", "/line")
    assert [body["text"] for body in seen.of("output")] == ["a line\n"]


def test_what_a_stream_refuses_it_refuses(open_app: Opener) -> None:
    """Bytes are no text."""
    answer, seen = open_app(APP).send_request("GET", "/wrong")
    assert answer.body == b"TypeError"
    assert seen.of("output") == seen.of("probe-fault") == []


def test_a_flood_is_bounded_and_counted(running: Starter) -> None:
    """What was left out is said, in characters."""
    _, seen = running("own", APP).send_request("GET", "/flood")
    *told, last = seen.of("output")
    assert len(told) == 200
    everything = sum(len("x" * 100 + f" {number}\n") for number in range(1000))
    assert last["omitted"] == everything - sum(len(body["text"]) for body in told)
    _, seen = running("own", APP).send_request("GET", "/long")
    first, rest = seen.of("output")
    assert (len(first["text"]), rest["omitted"]) == (2001, 3000)
