"""Tests of the list of lenses."""

from typing import Any

import pytest

from server.lenses import (
    flash,
    form,
    job,
    output,
    token,
    warning,
)
from server.lenses.kit.lens import Lens, LensState
from server.lenses.registry import JOURNEY_ENTRIES, LENSES
from server.model.event import PROBE_FAULT
from server.runner.channel.event_schemas import KINDS
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib


@pytest.mark.parametrize("lens", [flash.LENS, form.LENS, job.LENS, token.LENS, warning.LENS, output.LENS])
def test_a_lens_of_an_unused_library_is_empty_and_rare(lens: Any) -> None:
    """Its missing sensor is no remark, and it is shown as soon as it has something."""
    assert lens.rare
    assert lens.present(s.exchange(s.arrival())).state is LensState.EMPTY
    assert lens.present(s.exchange(*lib.libraries())).state is LensState.SHOWN


def test_every_kind_of_event_has_one_lens() -> None:
    """Every kind that a probe reports is shown, by exactly one lens."""
    assert {lens.kind for lens in LENSES} == set(KINDS) - {PROBE_FAULT}
    assert len({lens.kind for lens in LENSES}) == len(LENSES)
    assert set(JOURNEY_ENTRIES) == set(KINDS)
    assert len({lens.tab for lens in LENSES}) == len(LENSES)


def test_tab_ids_stay_as_browsers_remember_them() -> None:
    """The browser stores the id of the last open tab: ids may be added but never renamed."""
    assert {lens.kind: lens.tab for lens in LENSES if lens.tab != lens.kind} == {
        "hook": "hooks",
        "template": "templates",
        "signal": "signals",
        "cookie": "cookies",
        "form": "forms",
        "token": "tokens",
        "job": "jobs",
        "log": "logs",
        "warning": "warnings",
        "exception": "exceptions",
    }


@pytest.mark.parametrize("lens", LENSES, ids=lambda lens: lens.kind)
def test_a_lens_is_in_a_module_named_after_its_kind(lens: Lens) -> None:
    """As are its sensor and its body: one word for one kind."""
    assert lens.journey.summarise.__module__ in (
        f"server.lenses.{lens.kind}",
        f"server.lenses.{lens.kind}.lens",
    )
