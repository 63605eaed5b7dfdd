"""The watch of a project's source, on real files."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
import watchfiles

from server.runner.watching import source_watch as module
from server.runner.watching.source_folders import Saved
from server.runner.watching.source_watch import SourceWatch

SECONDS = 60.0


class Watched:
    """A folder that is watched, and what was reported of it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.saved: Queue[Saved] = Queue()
        self.watch = SourceWatch(root, self.saved.put)

    def next(self) -> Saved:
        """Return the next burst."""
        return self.saved.get(timeout=SECONDS)

    def ends_with(self, name: str) -> list[str]:
        """Save a last file, and return all that was reported until it was."""
        (self.root / name).write_text("last")
        seen: list[str] = []
        while name not in seen:
            saved = self.next()
            seen += [*saved.code, *saved.pages]
        return seen


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """A project that is watched; on a busy machine too, files saved together are seen together."""
    monkeypatch.setattr(module, "STEP_MS", 150)
    for folder in ("templates", "node_modules", "shop"):
        (tmp_path / folder).mkdir()
    (tmp_path / "app.py").write_text("one")
    watched = Watched(tmp_path)
    watched.watch.start()
    assert watched.watch.is_watching.wait(SECONDS)
    yield watched
    watched.watch.stop()
    watched.watch.join(SECONDS)


def test_a_burst_of_saves_is_reported_once(watched: Watched) -> None:
    """Code and pages of all folders that are watched, and nothing of the others."""
    (watched.root / "app.py").write_text("two")
    (watched.root / "shop" / "views.py").write_text("x")
    (watched.root / "templates" / "a.html").write_text("x")
    (watched.root / "node_modules" / "b.js").write_text("x")
    (watched.root / "shop.db").write_text("x")
    assert watched.next() == Saved(code=("app.py", "shop/views.py"), pages=("templates/a.html",))
    assert watched.ends_with("end.html") == ["end.html"]


def test_a_file_that_is_written_as_it_was_is_not_reported(watched: Watched) -> None:
    """Nor one that is only touched."""
    (watched.root / "app.py").write_text("one")
    (watched.root / "app.py").touch()
    assert watched.ends_with("end.py") == ["end.py"]


def test_a_file_that_an_editor_replaces_is_reported(watched: Watched) -> None:
    """Many write a new file and give it the name of the old one."""
    (watched.root / "4913").write_text("two")
    (watched.root / "4913").replace(watched.root / "app.py")
    assert watched.next() == Saved(code=("app.py",))


def test_a_new_folder_is_watched(watched: Watched) -> None:
    """With what was in it before it was seen, and what comes later."""
    (watched.root / "api" / "v1").mkdir(parents=True)
    (watched.root / "api" / "v1" / "one.py").write_text("x")
    assert "api/v1/one.py" in watched.next().code
    (watched.root / "api" / "v1" / "two.py").write_text("x")
    assert watched.next().code == ("api/v1/two.py",)


def test_without_places_for_watches_the_folders_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system gives each user a number of folders to watch; what refuses once is not asked again."""
    real: Callable[..., Any] = watchfiles.watch
    asked = []

    def watch(*folders: Path, **options: Any) -> Iterator[Any]:
        asked.append(options["force_polling"])
        if not options["force_polling"]:
            raise RuntimeError("OS file watch limit reached")
        yield from real(*folders, **options)

    monkeypatch.setattr(watchfiles, "watch", watch)
    monkeypatch.setattr(module, "RETRY_SECONDS", 0.01)
    watched = Watched(tmp_path)
    watched.watch.start()
    assert watched.watch.is_watching.wait(SECONDS)
    (tmp_path / "app.py").write_text("x")
    assert watched.next() == Saved(code=("app.py",))
    watched.watch.stop()
    watched.watch.join(SECONDS)
    assert asked[:2] == [None, True]


def test_what_cannot_be_reported_does_not_end_the_watch(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and the next save is reported."""
    seen: list[Saved] = []
    again = threading.Event()

    def report(saved: Saved) -> None:
        seen.append(saved)
        if len(seen) == 1:
            raise LookupError("nobody listens")
        again.set()

    watch = SourceWatch(tmp_path, report)
    watch.start()
    assert watch.is_watching.wait(SECONDS)
    (tmp_path / "one.py").write_text("x")
    while not seen:
        again.wait(0.01)
    (tmp_path / "two.py").write_text("x")
    assert again.wait(SECONDS)
    watch.stop()
    watch.join(SECONDS)
    assert "could not be reported" in caplog.text
