"""When a save restarts a guest, and when it does not."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from server.model.guest import GuestState, WatchStatus
from server.runner.guests import restart_on_save as module
from server.runner.guests.guests import Guest
from server.runner.guests.restart_on_save import RestartOnSave
from server.runner.watching.source_folders import Saved
from tests.support.runner.fake_script_guests import SECONDS, FakeScriptGuests
from tests.support.waiting import wait_until

CODE = Saved(code=("app.py",), pages=("a.html",))
PAGE = Saved(pages=("a.html",))


class Recorder:
    """A guest that notes what it is asked for."""

    def __init__(self) -> None:
        self.state = GuestState.READY
        self.calls: list[str] = []

    def restart(self) -> None:
        """Note it."""
        self.calls.append("restart")

    def forget_templates(self) -> None:
        """Note it."""
        self.calls.append("forget")


class Watched:
    """A guest with its watch, which nothing but the test tells of saves."""

    def __init__(self, root: Path) -> None:
        self.guest = Recorder()
        self.reported: list[Saved] = []
        self.changes = 0
        self.on_save = RestartOnSave(root, self.guest, self.reported.append, self._changed)

    def _changed(self) -> None:
        self.changes += 1

    def save(self, saved: Saved) -> None:
        """Have the watch report a save."""
        self.on_save._saved(saved)


@pytest.fixture
def watched(tmp_path: Path) -> Iterator[Watched]:
    """A guest that is watched."""
    watched = Watched(tmp_path)
    watched.on_save.set(True)
    yield watched
    watched.on_save.set(False)


@pytest.mark.parametrize("state", [GuestState.READY, GuestState.STARTING, GuestState.CRASHED])
def test_code_restarts_the_guest(watched: Watched, state: GuestState) -> None:
    """Also one that does not start, which the save may have mended."""
    watched.guest.state = state
    watched.save(CODE)
    assert watched.guest.calls == ["restart"]
    assert watched.reported == [CODE]


def test_a_page_is_rendered_anew_without_a_restart(watched: Watched) -> None:
    """A guest that does not run has nothing to forget."""
    watched.save(PAGE)
    watched.guest.state = GuestState.CRASHED
    watched.save(PAGE)
    assert watched.guest.calls == ["forget"]
    assert watched.reported == [PAGE]


def test_a_stopped_guest_stays_stopped(watched: Watched) -> None:
    """The user has stopped it."""
    watched.guest.state = GuestState.STOPPED
    watched.save(CODE)
    watched.save(PAGE)
    assert (watched.guest.calls, watched.reported) == ([], [])


def test_nothing_is_restarted_once_the_watch_has_ended(watched: Watched) -> None:
    """A save that is reported while the guest is closed would leave a process behind."""
    watched.on_save.set(False)
    watched.save(CODE)
    assert watched.guest.calls == []


def test_an_app_that_changes_its_own_source_is_not_restarted_for_ever(watched: Watched) -> None:
    """After ten times in a row the watch pauses and names the file; the switch starts it again."""
    watched.guest.state = GuestState.STARTING
    for _ in range(module.RESTARTS_IN_A_ROW + 5):
        watched.save(CODE)
    assert len(watched.guest.calls) == module.RESTARTS_IN_A_ROW - 1
    assert watched.on_save.status == WatchStatus(on=False, paused_by="app.py")
    assert watched.changes == 1
    watched.on_save.set(True)
    assert watched.on_save.status == WatchStatus(on=True)
    watched.save(CODE)
    assert len(watched.guest.calls) == module.RESTARTS_IN_A_ROW


def test_saves_between_which_the_app_has_run_are_no_loop(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody who saves often may do so all day."""
    now = 0.0
    monkeypatch.setattr("server.runner.guests.restart_on_save.time.monotonic", lambda: now)
    for _ in range(50):
        now += module.SETTLED_SECONDS + 0.1
        watched.save(CODE)
    assert len(watched.guest.calls) == 50


def _is_another(guest: Guest, run: str) -> bool:
    return guest.run != run


@pytest.mark.slow
def test_a_storm_of_saves_leaves_one_process_and_closing_none(
    fake_guests: FakeScriptGuests, tmp_path: Path
) -> None:
    """Saves while it starts, again and again, and one at the moment in which it is closed."""
    guests = fake_guests.guests()
    guest = guests.open(fake_guests.target("serve"))
    guest.watch(True)
    assert guest.wait_for_watch(SECONDS)
    for number in range(5):
        before = guest.run
        for file in range(20):
            (tmp_path / f"m{file}.py").write_text(str(number))
        wait_until(partial(_is_another, guest, before))
    assert guest.wait(SECONDS).state is GuestState.READY
    wait_until(lambda: len(fake_guests.supervisors) == 1)
    (tmp_path / "m1.py").write_text("last")
    guests.remove(guest.id)
    last = guest.run
    wait_until(lambda: not fake_guests.processes)
    guest._on_save._saved(CODE)
    assert guest.run == last
