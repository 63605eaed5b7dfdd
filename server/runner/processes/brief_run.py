"""Run a program that prints little and ends soon, whatever it does instead."""

import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import IO, Final

# How long the rest of the output is waited for, after the program has ended.
REST_SECONDS: Final = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class BriefOutput:
    """The beginning of what a program printed."""

    output: str
    errors: str


def run_briefly(
    command: Sequence[str], *, seconds: float, most_bytes: int, environment: Mapping[str, str], folder: str
) -> BriefOutput:
    """Run a program, for `seconds` at most, and return what it printed, `most_bytes` of each stream at most.

    Raise OSError if it cannot be started, and TimeoutError if it does not end; what it has started is killed
    with it.
    """
    process = subprocess.Popen(  # noqa: S603 - the caller knows what it runs
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=os.name == "posix",
    )
    assert process.stdout is not None and process.stderr is not None  # noqa: S101, PT018 - Popen was given pipes
    read = [_Beginning(stream, most_bytes) for stream in (process.stdout, process.stderr)]
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise TimeoutError(f"{command[0]} did not end within {seconds:g} s") from error
    finally:
        _kill(process)
    output, errors = (each.text() for each in read)
    return BriefOutput(output=output, errors=errors)


class _Beginning:
    """The beginning of a stream, which is read to its end so that its writer does not wait."""

    def __init__(self, stream: IO[bytes], most: int) -> None:
        self._stream = stream
        self._most = most
        self._read = bytearray()
        self._thread = threading.Thread(target=self._drain, name="brief-run", daemon=True)
        self._thread.start()

    def text(self) -> str:
        """Return what was read."""
        self._thread.join(REST_SECONDS)
        return bytes(self._read).decode("utf-8", "replace")

    def _drain(self) -> None:
        with self._stream as stream, suppress(OSError):
            while part := os.read(stream.fileno(), 1 << 16):
                self._read += part[: self._most - len(self._read)]


def _kill(process: "subprocess.Popen[bytes]") -> None:
    with suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()
