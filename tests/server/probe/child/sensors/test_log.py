"""Tests of the log sensor, on every Flask."""

from tests.server.probe.conftest import OpenApp


def test_records_above_the_level_of_their_logger_are_reported(open_app: OpenApp) -> None:
    """Also those that no handler writes."""
    _, exchange = open_app("logging_app.py").send_request("GET", "/")
    records = [(body["logger"], body["level"], body["message"]) for body in exchange.bodies("log")]
    assert records == [
        ("logging_app", "WARNING", "for you"),
        ("shop.orders", "INFO", "order 7"),
        ("deaf", "ERROR", "unheard"),
        ("shop.orders", "ERROR", "no number"),
        ("shop.orders", "WARNING", "%d is missing"),
    ]


def test_a_record_has_its_line_and_its_exception(open_app: OpenApp) -> None:
    """Both are the guest's; the exception is the last line of its traceback."""
    _, exchange = open_app("logging_app.py").send_request("GET", "/")
    body = exchange.body("log", message="no number")
    assert body["file"].endswith("logging_app.py")
    assert body["function"] == "index"
    assert body["exception"].startswith("ValueError: invalid literal")
    assert exchange.event("log")["caller"]["function"] == "index"


def test_records_of_a_thread_of_the_request_are_reported_too(open_app: OpenApp) -> None:
    """A thread that the view starts continues its exchange."""
    _, exchange = open_app("side_effects.py").send_request("GET", "/thread")
    assert sorted(body["message"] for body in exchange.bodies("log")) == ["from the thread", "from the view"]


def test_a_record_that_no_handler_formats_is_described(own_app: OpenApp) -> None:
    """The text of an argument may be the guest's own code, which the sensor does not call."""
    _, exchange = own_app("counted_objects.py").send_request("GET", "/log")
    thing = "<counted_objects.Counted object>"
    assert [body["message"] for body in exchange.bodies("log")] == ["%s and %d", thing]
