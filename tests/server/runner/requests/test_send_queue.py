"""Tests of the queue in which requests wait until their app has answered others."""

import threading
from collections.abc import Callable

from server.model.notifications import SendWaits
from server.model.problem import Problem
from server.model.problem_code import ProblemCode
from server.runner.requests.send_queue import SendingPage, SendQueue

SECONDS = 20


class Sends:
    """A queue, and requests that are answered when they may be."""

    def __init__(self, *, at_once: int = 2, most_waiting: int = 8) -> None:
        self.told: list[SendWaits] = []
        self.changed = threading.Condition()
        self.may_end = threading.Event()
        self.running = 0
        self.results: dict[str, str | Problem] = {}
        self.queue = SendQueue(self._tell, at_once=at_once, most_waiting=most_waiting)

    def start(
        self, ticket: str, guest: str = "g1", is_gone: Callable[[], bool] = lambda: False
    ) -> threading.Thread:
        """Send a request on a thread."""

        def answer() -> str:
            with self.changed:
                self.running += 1
                self.changed.notify_all()
            self.may_end.wait(SECONDS)
            return f"answer to {ticket}"

        def run() -> None:
            result = self.queue.run(guest, SendingPage(ticket=ticket, is_gone=is_gone), answer)
            with self.changed:
                self.results[ticket] = result
                self.changed.notify_all()

        thread = threading.Thread(target=run, daemon=True)
        thread.start()
        return thread

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so."""
        with self.changed:
            assert self.changed.wait_for(condition, SECONDS)

    def before(self, ticket: str) -> int | None:
        """Return how many are before this one as last told; None if nothing was told of it."""
        return next((each.before for each in reversed(self.told) if each.ticket == ticket), None)

    def _tell(self, news: SendWaits) -> None:
        with self.changed:
            self.told.append(news)
            self.changed.notify_all()


def test_so_many_run_and_the_others_wait_in_their_order() -> None:
    """Two run at once; a third waits behind two and a fourth behind three, and all are answered."""
    sends = Sends()
    threads = []
    for number in range(4):
        threads.append(sends.start(str(number)))
        if number < 2:
            sends.until(lambda number=number: sends.running == number + 1)  # type: ignore[misc]  # mypy infers no default
        else:
            sends.until(lambda number=number: sends.before(str(number)) == number)  # type: ignore[misc]  # as above
    assert sends.running == 2
    assert sends.before("0") is None
    sends.may_end.set()
    for thread in threads:
        thread.join(SECONDS)
    assert sends.results == {str(number): f"answer to {number}" for number in range(4)}
    assert (sends.before("2"), sends.before("3")) == (0, 0)


def test_a_slow_app_does_not_hold_requests_to_another() -> None:
    """Each app has places of its own."""
    sends = Sends(at_once=1)
    sends.start("slow", "g1")
    sends.until(lambda: sends.running == 1)
    sends.start("waits", "g1")
    sends.until(lambda: sends.before("waits") == 1)
    sends.start("other", "g2")
    sends.until(lambda: sends.running == 2)
    sends.may_end.set()


def test_what_waits_can_be_cancelled() -> None:
    """A request that waits is given up by its ticket, is never sent, and those behind it move up."""
    sends = Sends(at_once=1)
    sends.start("runs")
    sends.until(lambda: sends.running == 1)
    cancelled = sends.start("cancelled")
    sends.until(lambda: sends.before("cancelled") == 1)
    sends.start("behind")
    sends.until(lambda: sends.before("behind") == 2)
    assert not sends.queue.cancel("g2", "cancelled")
    assert not sends.queue.cancel("g1", "runs")
    assert sends.queue.cancel("g1", "cancelled")
    cancelled.join(SECONDS)
    result = sends.results["cancelled"]
    assert isinstance(result, Problem)
    assert result.code == ProblemCode.CANCELLED
    sends.until(lambda: sends.before("behind") == 1)
    sends.may_end.set()


def test_a_request_of_a_page_that_was_left_is_not_sent() -> None:
    """A client that goes away while its request waits is noticed, and the request is given up."""
    sends = Sends(at_once=1)
    gone = threading.Event()
    sends.start("runs")
    sends.until(lambda: sends.running == 1)
    left = sends.start("left", is_gone=gone.is_set)
    sends.until(lambda: sends.before("left") == 1)
    gone.set()
    left.join(SECONDS)
    assert isinstance(sends.results["left"], Problem)
    assert sends.running == 1
    sends.may_end.set()


def test_no_more_wait_than_may() -> None:
    """Beyond those that may wait a request is refused at once, with a cause and a remedy."""
    sends = Sends(at_once=1, most_waiting=1)
    sends.start("runs")
    sends.until(lambda: sends.running == 1)
    sends.start("waits")
    sends.until(lambda: sends.before("waits") == 1)
    refused = sends.start("refused")
    refused.join(SECONDS)
    result = sends.results["refused"]
    assert isinstance(result, Problem)
    assert (result.code, bool(result.cause), bool(result.remedy)) == (ProblemCode.BUSY, True, True)
    sends.may_end.set()


def test_what_waits_is_given_up_at_the_end() -> None:
    """A closed queue sends nothing more, and what is being answered is left alone."""
    sends = Sends(at_once=1)
    runs = sends.start("runs")
    sends.until(lambda: sends.running == 1)
    waits = sends.start("waits")
    sends.until(lambda: sends.before("waits") == 1)
    sends.queue.close()
    waits.join(SECONDS)
    late = sends.start("late", "g2")
    late.join(SECONDS)
    for result in (sends.results["waits"], sends.results["late"]):
        assert isinstance(result, Problem)
        assert result.code == ProblemCode.CANCELLED
    assert sends.running == 1
    sends.may_end.set()
    runs.join(SECONDS)
    assert sends.results["runs"] == "answer to runs"
