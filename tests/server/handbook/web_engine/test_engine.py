"""A real web engine without a window."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from server.handbook.bench.lab_guests import lab_target
from server.handbook.bench.loopback_http import free_port
from server.handbook.undecided import Undecided
from server.handbook.web_engine import engine
from server.handbook.web_engine.engine import Engine, Engines
from server.model.lab import Lab
from server.runner.guests.guests import Guests
from server.runner.processes.programs import Programs
from server.runner.processes.scratch_folders import ScratchFolders

pytestmark = pytest.mark.window  # it needs the libraries of one, though no display


@pytest.fixture(scope="module")
def programs() -> Iterator[tuple[Programs, ScratchFolders]]:
    """Where the engine runs."""
    scratch = ScratchFolders()
    programs = Programs(scratch)
    yield programs, scratch
    programs.close(5.0)
    scratch.close()


@pytest.fixture(scope="module")
def engines(programs: tuple[Programs, ScratchFolders]) -> Iterator[Engines]:
    """One engine for all tests."""
    opened = Engines(*programs)
    yield opened
    opened.close()


@pytest.fixture
def page(engines: Engines) -> Iterator[Engine]:
    """A page of its own for each test."""
    opened = engines.open()
    yield opened
    opened.close()


@pytest.fixture
def door(guests: Guests, tiny: Lab) -> Iterator[str]:
    """Where a lab answers."""
    guest = guests.open(lab_target(tiny))
    guest.wait(30.0)
    yield guest.url
    guests.remove(guest.id)


def test_a_page_is_visited_and_asked(page: Engine, door: str) -> None:
    """What its scripts find comes back, what they promise is waited for, and the console is heard."""
    assert page.visit(f"{door}/")
    assert page.run("document.body.innerText") == "hello"
    assert page.run("await fetch('/list').then((answer) => answer.json())") == [1, 2]
    assert page.run("new Promise((done) => setTimeout(() => done({late: true}), 20))") == {"late": True}
    assert page.run("undefined") is None
    assert page.run("console.log('to whom it may concern')") is None
    assert page.console == ["to whom it may concern"]


def test_a_page_that_is_not_there(page: Engine, door: str) -> None:
    """Neither where nobody listens nor with an error has a page come; the next one does."""
    assert not page.visit(f"http://localhost:{free_port()}/")
    assert not page.visit(f"{door}/nowhere")
    assert page.visit(f"{door}/words")


def test_what_a_script_throws_decides_nothing(page: Engine) -> None:
    """A reader is told what it was."""
    with pytest.raises(Undecided, match="ReferenceError: tea is not defined"):
        page.run("tea")
    with pytest.raises(Undecided, match="did not answer within"):
        page.run("new Promise(() => {})", seconds=0.2)
    with pytest.raises(Undecided, match="did not answer within"):
        page.run("no JavaScript at all", seconds=0.2)


def test_two_pages_know_nothing_of_each_other(engines: Engines, page: Engine, door: str) -> None:
    """Each has a profile that nobody had before."""
    other = engines.open()
    for each, name in ((page, "Ada"), (other, "Grace")):
        assert each.visit(door)
        assert each.run("document.cookie") == ""
        each.run(f"void (document.cookie = 'name={name}', console.log('{name}'))")
    assert page.run("document.cookie") == "name=Ada"
    assert (page.console, other.console) == (["Ada"], ["Grace"])
    other.close()


@pytest.mark.parametrize("url", ["http://192.0.2.1/", "https://example.com/", "ws://192.0.2.1/"])
def test_it_reaches_nothing_but_loopback(page: Engine, door: str, url: str) -> None:
    """Not even where a script asks for it; and it reads no files."""
    assert page.visit(door)
    if url.startswith("ws"):
        script = f"new Promise((done) => {{ new WebSocket('{url}').onerror = () => done('refused'); }})"
    else:
        script = f"fetch('{url}', {{mode: 'no-cors'}}).catch(() => 'refused')"
    assert page.run(script) == "refused"
    assert not page.visit(Path(__file__).as_uri())


def test_an_engine_that_died_is_started_anew(engines: Engines, page: Engine) -> None:
    """What was under way decides nothing."""
    process = engines._process
    assert process is not None
    psutil.Process(process._program.pid).kill()
    with pytest.raises(Undecided, match="has ended"):
        page.run("new Promise(() => {})")
    again = engines.open()
    assert again.run("1 + 1") == 2
    again.close()


def test_an_idle_engine_is_ended(
    monkeypatch: pytest.MonkeyPatch, programs: tuple[Programs, ScratchFolders], gone: Callable[[int], bool]
) -> None:
    """Not while a page is open; and the next page starts another."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.2)
    opened = Engines(*programs)
    first, second = opened.open(), opened.open()
    pid = opened._process._program.pid  # type: ignore[union-attr]
    first.close()
    time.sleep(0.4)
    assert second.run("1 + 1") == 2
    second.close()
    assert pid is not None
    assert gone(pid)
    third = opened.open()
    assert third.run("2 + 2") == 4
    third.close()
    opened.close()


def test_a_profile_can_be_kept(engines: Engines, door: str, tmp_path: Path) -> None:
    """In the folder that is given, once the page is closed."""
    kept = engines.open(tmp_path / "profile")
    assert kept.visit(door)
    kept.run("void (document.cookie = 'tea=black; max-age=3600')")
    kept.close()
    kept.close()
    limit = time.monotonic() + 30
    while b"black" not in (tmp_path / "profile" / "Cookies").read_bytes() and time.monotonic() < limit:
        time.sleep(0.02)
    assert b"black" in (tmp_path / "profile" / "Cookies").read_bytes()
