"""Has labs of other people read by another process first."""

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

from flask_babel import gettext as _

import server
from server.handbook.catalogue.lab_reader import LabProblem
from server.model.problem_code import ProblemCode
from server.runner.processes.environment import keeper_environment
from server.runner.processes.python_command import script_command

TRIAL: Final = Path(__file__).with_name("read_lab_script.py")
SECONDS: Final = 30.0


def try_labs(folders: Sequence[Path], *, seconds: float = SECONDS) -> dict[Path, LabProblem | None]:
    """What is wrong with each lab, None where it can be read; one that takes longer than `seconds` cannot."""
    found: dict[Path, LabProblem | None] = {}
    while len(found) < len(folders):
        waiting = folders[len(found) :]
        said, ended = _tried(waiting, seconds)
        found.update(zip(waiting, said, strict=False))
        if len(said) < len(waiting):
            found[waiting[len(said)]] = _stuck(waiting[len(said)], seconds, ended=ended)
    return found


def _tried(folders: Sequence[Path], seconds: float) -> tuple[list[LabProblem | None], bool]:
    """What the process said before it was done, ended, or took too long; whether it ended by itself."""
    root = Path(server.__file__).parent.parent
    process = subprocess.Popen(  # noqa: S603 - the command is ours, and the labs are trusted
        script_command(None, TRIAL, str(root), *map(str, folders)),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=keeper_environment(),
        start_new_session=os.name == "posix",
    )
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(process, lines), name="lab-trial", daemon=True)
    reader.start()
    said: list[LabProblem | None] = []
    try:
        while len(said) < len(folders):
            line = lines.get(timeout=seconds)
            if not line:
                return said, True
            said.append(_problem(json.loads(line)["problem"]))
    except queue.Empty:
        return said, False
    finally:
        _end(process)
        reader.join(1.0)
    return said, True


def _read(process: "subprocess.Popen[bytes]", lines: "queue.SimpleQueue[bytes]") -> None:
    assert process.stdout is not None  # noqa: S101 - it was asked for
    with process.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put(b"")


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with all that its labs may have started."""
    with contextlib.suppress(OSError):
        if os.name == "posix":
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _problem(told: dict[str, Any] | None) -> LabProblem | None:
    if told is None:
        return None
    return LabProblem(
        code=ProblemCode.LAB_BROKEN,
        cause=told["cause"],
        remedy=told["remedy"],
        detail=told["detail"],
        file=Path(told["file"]),
        line=told["line"],
    )


def _stuck(folder: Path, seconds: float, *, ended: bool) -> LabProblem:
    return LabProblem(
        code=ProblemCode.LAB_BROKEN,
        cause=_("The lab in %(folder)s ended the process that read it.", folder=folder)
        if ended
        else _("The lab in %(folder)s could not be read within %(n)g seconds.", folder=folder, n=seconds),
        remedy=_("Let its claims.py do nothing but say its claims, as docs/labs.md shows."),
        file=folder / "claims.py",
    )
