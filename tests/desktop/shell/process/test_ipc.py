"""The line between a second launch and the first."""

import contextlib
import errno
import json
import select
import socket
import stat
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.shell.process import ipc


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the first instance says how to reach it."""
    return tmp_path / "instance.json"


@pytest.fixture
def listener(file: Path) -> Iterator[ipc.IpcServer]:
    """A first instance that answers with what it was asked."""
    listening = ipc.IpcServer(file, lambda question: {"heard": question})
    yield listening
    listening.close()


def test_a_question_is_answered(file: Path, listener: ipc.IpcServer) -> None:
    """What was asked arrives, and the answer comes back."""
    assert ipc.ask(file, {"command": "open", "target": "/å"}) == {
        "heard": {"command": "open", "target": "/å"}
    }


@pytest.mark.hardness("launch-channel")
def test_only_the_user_can_read_the_key(file: Path, listener: ipc.IpcServer) -> None:
    """The file is made readable and writable for its owner alone."""
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_nothing_is_left_after_the_end(file: Path) -> None:
    """The file is gone and nobody answers any more."""
    listening = ipc.IpcServer(file, lambda question: question)
    listening.close()
    assert not file.exists()
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(file, {})


def test_a_file_that_cannot_be_written_is_written_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk may be full at the start; until then no launch finds this one."""
    monkeypatch.setattr(ipc, "PUBLISH_SECONDS", 0.01)
    file = tmp_path / "data" / "instance.json"
    listening = ipc.IpcServer(file, lambda question: question)
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(file, {})
    file.parent.mkdir()
    deadline = time.monotonic() + 10
    while not file.exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert ipc.ask(file, {"a": "b"}) == {"a": "b"}
    listening.close()


@pytest.mark.hardness("launch-channel")
def test_who_does_not_know_the_key_is_not_heard(file: Path) -> None:
    """A question with another key reaches no handler and gets no answer."""
    heard: list[ipc.Message] = []

    def hear(question: ipc.Message) -> ipc.Message:
        heard.append(question)
        return {}

    listening = ipc.IpcServer(file, hear)
    try:
        where = json.loads(file.read_text())
        file.write_text(json.dumps({**where, "key": "00" * 32}))
        with pytest.raises(ipc.NoAnswerError):
            ipc.ask(file, {"command": "link"})
    finally:
        listening.close()
    assert heard == []


def test_an_answer_of_somebody_else_does_not_count(file: Path) -> None:
    """After a crash another program may sit on the port: what it says is no answer."""
    with socket.create_server(("127.0.0.1", 0)) as imposter:
        file.write_text(json.dumps({"port": imposter.getsockname()[1], "key": "11" * 32, "pid": 1}))

        def pretend() -> None:
            connection, _ = imposter.accept()
            with connection:
                connection.sendall(json.dumps({"nonce": "22" * 16}).encode() + b"\n")
                connection.recv(4096)
                body = json.dumps({"link": "http://evil.example/"})
                connection.sendall(json.dumps({"body": body, "proof": "33" * 32}).encode() + b"\n")

        thread = threading.Thread(target=pretend)
        thread.start()
        with pytest.raises(ipc.NoAnswerError, match="key"):
            ipc.ask(file, {"command": "link"})
        thread.join(5)


@pytest.mark.parametrize(
    "noise",
    [
        b"",
        b"\n",
        b"[]\n",
        b'{"nonce": 1}\n',
        b"x" * 200_000,
        b"GET / HTTP/1.1\r\n\r\n",
        b"[" * 60_000 + b"\n",
        b'{"nonce": "\\ud800", "body": "\\ud800", "proof": "\xc3\xa5"}\n',
        b'{"nonce": "", "body": "{}", "proof": ""}\n' * 1000,
        b"\xff\xfe\n",
        b"9" * 60_000 + b"\n",
    ],
)
@pytest.mark.hardness("launch-channel")
def test_noise_does_not_disturb(file: Path, listener: ipc.IpcServer, noise: bytes) -> None:
    """Whatever a stranger sends, the next question is answered."""
    port = json.loads(file.read_text())["port"]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
        stranger.settimeout(5)
        stranger.recv(4096)
        try:
            stranger.sendall(noise)
            stranger.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # it hung up on us already, which is its right
        assert ipc.ask(file, {"still": "there"}) == {"heard": {"still": "there"}}


@pytest.mark.hardness("launch-channel")
def test_a_stranger_that_is_slow_is_cut_off(
    file: Path, listener: ipc.IpcServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection has its seconds in all, not for each byte."""
    monkeypatch.setattr(ipc, "TIMEOUT_SECONDS", 0.2)
    port = json.loads(file.read_text())["port"]
    with socket.create_connection(("127.0.0.1", port), timeout=5) as stranger:
        stranger.recv(4096)
        started = time.monotonic()
        with contextlib.suppress(OSError):
            while time.monotonic() - started < 10 and select.select([stranger], [], [], 0.02)[0] == []:
                stranger.sendall(b" ")
        assert time.monotonic() - started < 5


@pytest.mark.hardness("launch-channel")
def test_crowds_of_strangers_do_not_shut_launches_out(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While more strangers wait than there are threads, a question is answered once their time is over."""
    monkeypatch.setattr(ipc, "TIMEOUT_SECONDS", 0.5)
    monkeypatch.setattr(ipc, "MOST_ANSWERS", 10)
    listening = ipc.IpcServer(file, lambda question: {"heard": question})
    port = json.loads(file.read_text())["port"]
    strangers = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(14)]
    try:
        assert ipc.ask(file, {"still": "there"}, timeout=20) == {"heard": {"still": "there"}}
        assert sum(thread.name == "ipc-answer" for thread in threading.enumerate()) <= 10
    finally:
        for stranger in strangers:
            stranger.close()
        listening.close()


@pytest.mark.hardness("launch-channel")
def test_a_lack_of_handles_passes(
    file: Path, listener: ipc.IpcServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no connection can be accepted for a moment, later ones are answered."""
    refused: list[str] = []
    accept = socket.socket.accept

    def refuse(listening: socket.socket) -> tuple[socket.socket, Any]:
        if len(refused) < 2:
            refused.append("")
            raise OSError(errno.EMFILE, "Too many open files")
        return accept(listening)

    monkeypatch.setattr(socket.socket, "accept", refuse)
    assert ipc.ask(file, {"first": "question"})
    for _attempt in range(3):
        assert ipc.ask(file, {"still": "there"}, timeout=5) == {"heard": {"still": "there"}}
    assert len(refused) == 2


@pytest.mark.hardness("launch-channel")
def test_a_lack_of_threads_passes(
    file: Path, listener: ipc.IpcServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If no thread can be started for a connection, that one is closed and later ones are answered."""
    start = threading.Thread.start

    def refuse(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", refuse)
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(file, {"first": "question"})
    monkeypatch.setattr(threading.Thread, "start", start)
    assert ipc.ask(file, {"still": "there"}) == {"heard": {"still": "there"}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"port": "x", "key": "00"}',
        '{"port": 1, "key": "zz"}',
        '{"port": 99999999999, "key": "00"}',
        '{"port": 1e999, "key": "00"}',
        "[" * 100_000,
    ],
)
@pytest.mark.hardness("launch-channel")
def test_a_damaged_file_is_no_answer(file: Path, text: str) -> None:
    """A file that a crash left half written does not raise anything else."""
    file.write_text(text)
    with pytest.raises(ipc.NoAnswerError):
        ipc.ask(file, {}, timeout=1)
