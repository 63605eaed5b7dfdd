"""One running instance a user."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from desktop.shell.paths import Paths
from desktop.shell.process import ipc, single_instance

HOLDER = """
import sys
from pathlib import Path
from desktop.shell.process import single_instance
from desktop.shell.paths import Paths
root = Path(sys.argv[1])
ours = single_instance.acquire(Paths(data=root, logs=root, cache=root))
ours.listen(lambda question: {"holder": "there"})
print("holding", flush=True)
sys.stdin.read()
ours.release()
"""


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """The folders of a user of whom nothing is known."""
    return Paths(data=tmp_path, logs=tmp_path, cache=tmp_path)


@pytest.fixture
def holder(tmp_path: Path) -> Iterator["subprocess.Popen[str]"]:
    """Another process that is the running instance."""
    command = [sys.executable, "-c", HOLDER, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "holding\n"
        yield process
        process.kill()


@pytest.mark.hardness("two-launches")
def test_only_one_process_is_the_running_one(paths: Paths, holder: "subprocess.Popen[str]") -> None:
    """While one process holds the right another does not get it, and gets an answer instead."""
    assert single_instance.acquire(paths) is None
    assert single_instance.acquire_or_ask(paths, {"command": "ping"}) == {"holder": "there"}


@pytest.mark.hardness("two-launches")
def test_a_killed_instance_is_no_obstacle(paths: Paths, holder: "subprocess.Popen[str]") -> None:
    """After kill -9 its files are still there, and the next launch becomes the running one at once."""
    holder.kill()
    holder.wait(30)
    assert paths.ipc.exists()
    ours = single_instance.acquire_or_ask(paths, {"command": "ping"}, timeout=5)
    assert isinstance(ours, single_instance.SingleInstance)
    ours.listen(lambda _question: {"me": "now"})
    assert ipc.ask(paths.ipc, {}) == {"me": "now"}
    ours.release()


def test_nothing_is_left_after_release(paths: Paths, tmp_path: Path) -> None:
    """Neither the lock nor the way to it remains as a file."""
    ours = single_instance.acquire(paths)
    assert ours is not None
    ours.listen(lambda question: question)
    ours.release()
    ours.release()
    assert list(tmp_path.iterdir()) == []


def test_a_launch_waits_for_one_that_is_just_ending(paths: Paths) -> None:
    """Between the end of the control line and the end of the lock a second launch does not give up."""
    first = single_instance.acquire(paths)
    assert first is not None
    timer = threading.Timer(0.3, first.release)
    timer.start()
    second = single_instance.acquire_or_ask(paths, {}, timeout=10)
    timer.join()
    assert isinstance(second, single_instance.SingleInstance)
    second.release()


def test_a_silent_holder_is_an_error_after_a_while(paths: Paths) -> None:
    """Where the lock is held and nobody answers, the launch says once what it waits for, and gives up."""
    first = single_instance.acquire(paths)
    assert first is not None
    said: list[str] = []
    with pytest.raises(ipc.NoAnswerError):
        single_instance.acquire_or_ask(
            paths, {}, timeout=0.4, quiet=0.1, on_wait=lambda: said.append("starting")
        )
    assert said == ["starting"]
    with pytest.raises(ipc.NoAnswerError):
        single_instance.acquire_or_ask(
            paths, {}, timeout=0.1, quiet=5, on_wait=lambda: said.append("too soon")
        )
    assert said == ["starting"]
    first.release()


def test_a_question_waits_for_an_instance_that_is_starting(paths: Paths) -> None:
    """While the lock is held and nobody answers yet, the question is asked again."""
    first = single_instance.acquire(paths)
    assert first is not None
    timer = threading.Timer(0.3, first.listen, [lambda _question: {"now": "there"}])
    timer.start()
    assert single_instance.ask(paths, {"command": "link"}, timeout=10) == {"now": "there"}
    timer.join()
    first.release()


def test_a_question_to_nobody_has_no_answer(paths: Paths, tmp_path: Path) -> None:
    """Where none runs there is none, at once; asking leaves no file, and a missing home is not an error."""
    assert single_instance.ask(paths, {}, timeout=10) is None
    assert list(tmp_path.iterdir()) == []
    gone = tmp_path / "gone"
    assert single_instance.ask(Paths(data=gone, logs=gone, cache=gone), {}, timeout=10) is None


def test_without_a_lock_the_running_instance_is_asked_first(
    paths: Paths, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a folder that may not be written the lock cannot be made, and Fumehood runs all the same."""

    def refuse(_lock: object, **_how: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    first = single_instance.acquire_or_ask(paths, {})
    assert isinstance(first, single_instance.SingleInstance)
    assert not first.has_lock
    first.listen(lambda question: {"heard": question})
    assert single_instance.acquire_or_ask(paths, {"a": "b"}) == {"heard": {"a": "b"}}
    first.release()
