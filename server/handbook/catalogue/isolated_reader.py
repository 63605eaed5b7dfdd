"""Read other people's labs in another process first, so that one that hangs or crashes does no harm."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import server
from server.handbook.catalogue.lab_reader import LabProblem, lab_problem
from server.i18n import gettext as _
from server.model.problem_code import ProblemCode
from server.runner.processes.environment import own_script_environment
from server.runner.processes.python_command import script_command

SCRIPT: Final = Path(__file__).with_name("read_lab_script.py")
SECONDS: Final = 30.0


def read_in_isolation(folders: Sequence[Path], *, seconds: float = SECONDS) -> dict[Path, LabProblem | None]:
    """Return what is wrong with the lab of each folder, None if it can be read within `seconds`.

    If the system cannot start the process at present, that is the problem of each.
    """
    problems: dict[Path, LabProblem | None] = {}
    while len(problems) < len(folders):
        remaining = folders[len(problems) :]
        try:
            read, exited = _read(remaining, seconds)
        except OSError as error:
            return problems | {folder: _not_started(folder, error) for folder in remaining}
        problems.update(zip(remaining, read, strict=False))
        if len(read) < len(remaining):
            folder = remaining[len(read)]
            problems[folder] = _stuck(folder, seconds, exited=exited)
    return problems


def _read(folders: Sequence[Path], seconds: float) -> tuple[list[LabProblem | None], bool]:
    """Return what one process reported until it was done, exited or took too long; and whether it exited."""
    root = Path(server.__file__).parent.parent
    process = subprocess.Popen(  # noqa: S603 - the command is ours, and the labs are trusted
        script_command(None, SCRIPT, str(root), *map(str, folders)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=own_script_environment(),
        start_new_session=os.name == "posix",
    )
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = threading.Thread(target=_queue_lines, args=(process, lines), name="lab-reader", daemon=True)
    reader.start()
    problems: list[LabProblem | None] = []
    try:
        while len(problems) < len(folders):
            line = lines.get(timeout=seconds)
            if not line:
                return problems, True
            problems.append(_problem(json.loads(line)["problem"]))
    except queue.Empty:
        return problems, False
    finally:
        _kill(process)
        reader.join(1.0)
    return problems, True


def _queue_lines(process: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes]") -> None:
    assert process.stdout is not None  # noqa: S101 - Popen was given a pipe
    with contextlib.suppress(OSError), process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put(b"")


def _kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill the process together with everything that its labs may have started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _problem(message: dict[str, Any] | None) -> LabProblem | None:
    if message is None:
        return None
    return lab_problem(
        Path(message["file"]),
        line=message["line"],
        message=message["message"],
        missing=message["missing"],
    )


def _not_started(folder: Path, error: OSError) -> LabProblem:
    return LabProblem(
        code=ProblemCode.FILE_ACCESS,
        cause=_(
            "The lab in %(folder)s could not be read: no process could be started (%(why)s).",
            folder=folder,
            why=error.strerror or str(error),
        ),
        remedy=_("Close other programs; Fumehood tries again by itself."),
        file=folder / "claims.py",
    )


def _stuck(folder: Path, seconds: float, *, exited: bool) -> LabProblem:
    return LabProblem(
        code=ProblemCode.LAB_BROKEN,
        cause=_("The lab in %(folder)s ended the process that read it.", folder=folder)
        if exited
        else _("The lab in %(folder)s could not be read within %(n)g s.", folder=folder, n=seconds),
        remedy=_("Let its claims.py do nothing but define its claims, as docs/labs.md shows."),
        file=folder / "claims.py",
    )
