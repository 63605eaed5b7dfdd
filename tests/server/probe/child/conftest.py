"""Fixtures of tests that run parts of the probe in the tests' own process."""

from collections.abc import Iterator

import pytest

from server.probe.child.recording.recorder import Exchange, Recorder
from tests.support.recording_channel import RecordingChannel


@pytest.fixture
def channel() -> RecordingChannel:
    """A channel that keeps what is put."""
    return RecordingChannel()


@pytest.fixture
def exchange(channel: RecordingChannel) -> Iterator[Exchange]:
    """An exchange that is the current one during the test."""
    yield Recorder(channel).start_exchange()  # type: ignore[arg-type]  # it has all that a recorder needs
    Recorder.set_current(None)
