"""Tests of the words of events."""

import pytest

from server.probe.child.sensors.config import sensor as config
from server.runner.channel.event_words import HOOK_PHASES, JOB_STATES, SETTING_METHODS


@pytest.mark.parametrize("words", [HOOK_PHASES, JOB_STATES, SETTING_METHODS])
def test_each_word_is_listed_once(words: tuple[str, ...]) -> None:
    """A word that is there twice would be a mistake in writing."""
    assert len(set(words)) == len(words)


def test_each_method_that_the_sensor_wraps_has_its_word() -> None:
    """The host would end a guest that reports another one."""
    assert set(config.LOADERS) < set(SETTING_METHODS)
