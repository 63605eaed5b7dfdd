"""Tests of where the threads of open exchanges stand."""

import threading

from server.probe.child.describe.code_ownership import ownership
from server.probe.child.describe.stacks import frames_of, stacks_message
from server.probe.child.recording.recorder import Exchange
from tests.support.recording_channel import RecordingChannel


def stand_still(reached: threading.Event, release: threading.Event) -> None:
    """Wait, so that a stack has this function."""
    reached.set()
    release.wait(10)


def test_the_stack_of_the_thread_of_an_exchange_is_read(channel: RecordingChannel) -> None:
    """Its own lines are marked; an exchange whose thread has ended has no stack."""
    ownership.configure(__file__.rpartition("/")[0])
    reached, release = threading.Event(), threading.Event()
    exchanges: list[Exchange] = []

    def answer() -> None:
        exchanges.append(Exchange(7, channel))  # type: ignore[arg-type]  # it has all that is needed
        stand_still(reached, release)

    thread = threading.Thread(target=answer)
    thread.start()
    assert reached.wait(10)
    gone = Exchange(8, channel)  # type: ignore[arg-type]  # it has all that is needed
    gone.thread_id = -1
    message = stacks_message([*exchanges, gone], 4)
    release.set()
    thread.join()
    (stack,) = message["stacks"]
    assert (stack["exchange"], stack["thread"], message["busy"], message["threads"]) == (7, None, 2, 4)
    own = [frame for frame in stack["frames"] if frame["own"]]
    assert own[-1]["function"] == "stand_still"
    assert own[-1]["source"] in ("reached.set()", "release.wait(10)")


def test_a_thread_without_frames_has_none() -> None:
    """So it is said nothing of it."""
    assert frames_of(None) == []
