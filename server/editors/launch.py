"""Starts an editor as a program of its own, without a shell."""

import subprocess
import threading
from collections.abc import Mapping, Sequence


def launch(command: Sequence[str], environment: Mapping[str, str]) -> None:
    """Start a program with its arguments, and go on; OSError if the system refuses."""
    process = subprocess.Popen(  # noqa: S603 - the user's editor; the path is one word after its options, in no shell
        tuple(command),
        env=dict(environment),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    # It must be waited for, or it would stay in the process table as a zombie.
    threading.Thread(target=process.wait, name="editor", daemon=True).start()
