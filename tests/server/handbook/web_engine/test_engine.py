"""Test the pages of a real web engine without a window."""

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
from server.runner.processes.scratch_folders import ScratchFolders
from server.runner.processes.supervised_programs import Programs

pytestmark = pytest.mark.window  # it needs the libraries of one, though no display


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
def lab_url(guests: Guests, tiny: Lab) -> Iterator[str]:
    """The address of a running lab."""
    guest = guests.open(lab_target(tiny))
    guest.wait(30.0)
    yield guest.url
    guests.remove(guest.id)


def test_a_page_is_visited_and_scripts_are_run(page: Engine, lab_url: str) -> None:
    """Values come back, promises are awaited, and the lines of the console are collected."""
    assert page.visit(f"{lab_url}/")
    assert page.run("document.body.innerText") == "hello"
    assert page.run("await fetch('/list').then((answer) => answer.json())") == [1, 2]
    assert page.run("new Promise((done) => setTimeout(() => done({late: true}), 20))") == {"late": True}
    assert page.run("undefined") is None
    assert page.run("console.log('to whom it may concern')") is None
    assert page.console == ["to whom it may concern"]


def test_a_page_that_does_not_load(page: Engine, lab_url: str) -> None:
    """Neither a closed port nor an error status is a page; the next visit works."""
    assert not page.visit(f"http://localhost:{free_port()}/")
    assert not page.visit(f"{lab_url}/nowhere")
    assert page.visit(f"{lab_url}/words")


def test_an_exception_in_a_script_is_undecided(page: Engine) -> None:
    """The reason quotes it."""
    with pytest.raises(Undecided, match="ReferenceError: tea is not defined"):
        page.run("tea")
    with pytest.raises(Undecided, match="did not answer within"):
        page.run("new Promise(() => {})", seconds=0.2)
    with pytest.raises(Undecided, match="did not answer within"):
        page.run("no JavaScript at all", seconds=0.2)


def test_two_pages_share_nothing(engines: Engines, page: Engine, lab_url: str) -> None:
    """Each has a fresh profile."""
    other = engines.open()
    for each, name in ((page, "Ada"), (other, "Grace")):
        assert each.visit(lab_url)
        assert each.run("document.cookie") == ""
        each.run(f"void (document.cookie = 'name={name}', console.log('{name}'))")
    assert page.run("document.cookie") == "name=Ada"
    assert (page.console, other.console) == (["Ada"], ["Grace"])
    other.close()


@pytest.mark.parametrize("url", ["http://192.0.2.1/", "https://example.com/", "ws://192.0.2.1/"])
@pytest.mark.hardness("listening-elsewhere")
def test_it_reaches_nothing_but_loopback(page: Engine, lab_url: str, url: str) -> None:
    """Not even for a script; and it reads no files."""
    assert page.visit(lab_url)
    if url.startswith("ws"):
        script = f"new Promise((done) => {{ new WebSocket('{url}').onerror = () => done('refused'); }})"
    else:
        script = f"fetch('{url}', {{mode: 'no-cors'}}).catch(() => 'refused')"
    assert page.run(script) == "refused"
    assert not page.visit(Path(__file__).as_uri())


@pytest.mark.hardness("killed-engine")
def test_an_engine_that_ended_is_started_again(engines: Engines, page: Engine) -> None:
    """A running call is undecided."""
    process = engines._process
    assert process is not None
    psutil.Process(process._program.pid).kill()
    with pytest.raises(Undecided, match="has ended"):
        page.run("new Promise(() => {})")
    again = engines.open()
    assert again.run("1 + 1") == 2
    again.close()


def test_an_idle_engine_is_stopped(
    monkeypatch: pytest.MonkeyPatch,
    programs: tuple[Programs, ScratchFolders],
    process_ends: Callable[[int], bool],
) -> None:
    """But not while a page is open; the next page starts another."""
    monkeypatch.setattr(engine, "IDLE_SECONDS", 0.2)
    opened = Engines(*programs)
    first, second = opened.open(), opened.open()
    pid = opened._process._program.pid  # type: ignore[union-attr]
    first.close()
    time.sleep(0.4)
    assert second.run("1 + 1") == 2
    second.close()
    assert pid is not None
    assert process_ends(pid)
    third = opened.open()
    assert third.run("2 + 2") == 4
    third.close()
    opened.close()


def test_a_profile_can_be_kept(engines: Engines, lab_url: str, tmp_path: Path) -> None:
    """In the given folder, once the page is closed."""
    kept = engines.open(tmp_path / "profile")
    assert kept.visit(lab_url)
    kept.run("void (document.cookie = 'tea=black; max-age=3600')")
    kept.close()
    kept.close()
    limit = time.monotonic() + 30
    while b"black" not in (tmp_path / "profile" / "Cookies").read_bytes() and time.monotonic() < limit:
        time.sleep(0.02)
    assert b"black" in (tmp_path / "profile" / "Cookies").read_bytes()
