"""Test what the claims of a lab share: its guests, folders and values."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.handbook.bench.lab_guests import LabGuests, lab_target
from server.handbook.undecided import Undecided
from server.model.guest import GuestState
from server.model.lab import Lab
from server.runner.guests.guests import Guests


@pytest.fixture
def lab_guests(guests: Guests, tiny: Lab) -> Iterator[LabGuests]:
    """The guests of the sample lab as printed."""
    lab_guests = LabGuests(guests, tiny, python=None, folder=None, stopped=threading.Event())
    yield lab_guests
    lab_guests.close()


def test_the_target_is_the_lab_or_a_copy(tiny: Lab, tmp_path: Path) -> None:
    """With the lab's own app or another file of it."""
    assert (lab_target(tiny).root, lab_target(tiny).app) == (tiny.folder, "app.py")
    copied = lab_target(tiny, folder=tmp_path, app="other.py")
    assert (copied.spec, copied.root, copied.app) == ("lab:tiny", tmp_path, "other.py")


def test_a_guest_serves_all_claims_until_it_is_closed(lab_guests: LabGuests) -> None:
    """The same guest is returned, and after closing another."""
    first = lab_guests.ready()
    assert lab_guests.ready() is first
    assert lab_guests.status().state is GuestState.READY
    lab_guests.close()
    assert lab_guests.guest() is not first


def test_an_app_that_does_not_start_is_undecided(lab_guests: LabGuests) -> None:
    """With the guest's own reason."""
    with pytest.raises(Undecided, match="There is no module 'words'"):
        lab_guests.ready("words.txt")


def test_a_folder_is_filled_once(lab_guests: LabGuests) -> None:
    """A folder whose `make` fails is removed and made again; closing removes the others."""

    def fail(_folder: Path) -> None:
        raise Undecided("No flour.", "Buy some.")

    with pytest.raises(Undecided):
        lab_guests.made("bread", fail)
    folder = lab_guests.made("bread", lambda folder: (folder / "loaf").write_text("rye"))
    assert lab_guests.made("bread", fail) == folder
    lab_guests.close()
    assert not folder.exists()


def test_a_value_is_computed_once(lab_guests: LabGuests) -> None:
    """It may use a folder that is made for it."""
    calls: list[str] = []

    def find() -> Path:
        calls.append("find")
        return lab_guests.made("bread", lambda _folder: None)

    assert lab_guests.found("where", find) == lab_guests.found("where", find)
    assert calls == ["find"]
