"""A supervisor that was forked by a fork server and not started as a program."""

import contextlib
import os
import select
import signal
from collections.abc import Callable
from typing import IO, Final

# What `wait` returns for a supervisor that has not told how it ended.
_KILLED: Final = -int(signal.SIGTERM)


class ForkedSupervisor:
    """What a `subprocess.Popen` of a supervisor is otherwise: its pipes, its signals and its exit code.

    It is no child of ours: `status` is a pipe into which it writes its exit code, and which is closed when it
    has ended. Raise OSError if the process has ended already.
    """

    def __init__(self, pid: int, stdin: int, stdout: int, stderr: int, status: int) -> None:
        self.pid = pid
        self.is_current: Callable[[], bool] = lambda: True
        self.stdin: IO[bytes] = open(stdin, "wb", buffering=0)  # noqa: SIM115 - they stay open
        self.stdout: IO[bytes] = open(stdout, "rb", buffering=0)  # noqa: SIM115 - as above
        self.stderr: IO[bytes] = open(stderr, "rb", buffering=0)  # noqa: SIM115 - as above
        self._status: IO[bytes] = open(status, "rb", buffering=0)  # noqa: SIM115 - as above
        # A number may be given to another process; this is the same one for ever.
        self._process = os.pidfd_open(pid)

    def send_signal(self, number: int) -> None:
        """Send a signal; ignore that the process has ended."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._process, number)

    def kill(self) -> None:
        """Kill the process."""
        self.send_signal(signal.SIGKILL)

    def wait(self) -> int:
        """Wait for the end of the process; return its exit code, or a negative number if it was killed."""
        poll = select.poll()
        poll.register(self._process, select.POLLIN)
        poll.poll()
        with self._status as status:
            code = status.read()
        return code[0] if code else _KILLED
