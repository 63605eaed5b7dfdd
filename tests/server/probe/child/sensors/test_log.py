"""Logs of any logger, on every Flask."""

from tests.server.probe.conftest import OpenApp


def test_records_that_pass_their_loggers_level_are_told(open_app: OpenApp) -> None:
    """Also those no handler prints; not those below the level."""
    _, exchange = open_app("logging_app.py").send_request("GET", "/")
    told = [(body["logger"], body["level"], body["message"]) for body in exchange.bodies("log")]
    assert told == [
        ("logging_app", "WARNING", "for you"),
        ("shop.orders", "INFO", "order 7"),
        ("deaf", "ERROR", "unheard"),
        ("shop.orders", "ERROR", "no number"),
        ("shop.orders", "WARNING", "%d is missing"),
    ]


def test_a_record_knows_its_line_and_its_exception(open_app: OpenApp) -> None:
    """File, line and function are the guest's, and the exception is the last line of its traceback."""
    _, exchange = open_app("logging_app.py").send_request("GET", "/")
    body = exchange.body("log", message="no number")
    assert body["file"].endswith("logging_app.py")
    assert body["function"] == "index"
    assert body["exception"].startswith("ValueError: invalid literal")
    assert exchange.event("log")["caller"]["function"] == "index"


def test_threads_of_the_guest_stay_quiet(open_app: OpenApp) -> None:
    """What a thread of the guest's own logs belongs to no exchange."""
    _, exchange = open_app("side_effects.py").send_request("GET", "/thread")
    assert [body["message"] for body in exchange.bodies("log")] == ["from the view"]
