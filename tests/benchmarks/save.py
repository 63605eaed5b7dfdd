"""Measure the time from saving a lab's file to its new verdict, against the reloader of `flask --debug`."""

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from server.handbook.catalogue.catalogue import Catalogue
from server.handbook.catalogue.lab_files import copy_lab
from server.handbook.catalogue.working_copies import WorkingCopies
from server.handbook.prove.prover import Prover
from server.model.claim import Verdict
from server.model.lab import Lab
from server.runner.guests.guests import Guests
from tests.benchmarks.result import Effort, Measure, Result, median

FASTER = 10.0
PATIENCE = 30.0
# What a reader takes at least between two saves; the next process is warm by then also on a busy machine.
THINKING = 3.0


def measure(effort: Effort) -> Result:
    """Save the same lab several times, each time with another last line."""
    times = effort.times(7, 2)
    catalogue = Catalogue()
    lab = next(lab for lab in catalogue.labs if lab.claims)
    ours = [*verdicts(catalogue, lab, times)]
    theirs = [*reloads(lab, times)]
    return Result(
        name="save",
        what=f"medians of {times} saves of lab {lab.slug}: working copy written, guest restarted, claim "
        f"{lab.claims[0].id} decided; against `flask --debug run` until it answers from the new file",
        measures=(
            Measure(name="save to verdict", value=median(ours), unit="ms"),
            Measure(name="save to answer of flask --debug", value=median(theirs), unit="ms"),
            Measure(name="faster by", value=median(theirs) / median(ours), unit="x", at_least=FASTER),
        ),
    )


def verdicts(catalogue: Catalogue, lab: Lab, times: int) -> Iterator[float]:
    """Yield the seconds from a save to the verdict; the guest of the old text is running, as on a page."""
    with tempfile.TemporaryDirectory() as folder:
        copies = WorkingCopies(Path(folder))
        prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=catalogue)
        with closing(prover):
            decide(prover, copies, lab)
            text = copies.read(lab, lab.app)
            for number in range(times):
                started = time.perf_counter()
                copies.write(lab, lab.app, f"{text}\n# saved {number}\n")
                decide(prover, copies, lab)
                yield time.perf_counter() - started
                time.sleep(THINKING)


def decide(prover: Prover, copies: WorkingCopies, lab: Lab) -> None:
    """Decide the first claim of the lab as the reader has it."""
    verdict = prover.decide(lab.slug, lab.claims[0].id, folder=copies.folder(lab))
    if not isinstance(verdict, Verdict):
        raise SystemExit(f"the claim was not decided: {verdict}")


def reloads(lab: Lab, times: int) -> Iterator[float]:
    """Yield the seconds from a save to the first answer from the new file, by Flask's own reloader."""
    with tempfile.TemporaryDirectory() as folder:
        copy_lab(lab, Path(folder))
        app = Path(folder, lab.app)
        text = app.read_text(encoding="utf-8")
        write(app, text, "0")
        with flask_debug(app) as port:
            wait_for(port, "0")
            for number in range(times):
                started = time.perf_counter()
                write(app, text, str(number + 1))
                wait_for(port, str(number + 1))
                yield time.perf_counter() - started
                time.sleep(THINKING)


def write(app: Path, text: str, mark: str) -> None:
    """Save the app so that each answer names the save that it is from."""
    mark_it = f"\n@app.after_request\ndef _saved(response):\n    response.headers['X-Saved'] = '{mark}'\n"
    app.write_text(f"{text}\n{mark_it}    return response\n", encoding="utf-8")


@contextmanager
def flask_debug(app: Path, *, writes_compiled_files: bool = False) -> Iterator[int]:
    """Run `flask --app … run --debug` on a free port."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "flask", "--app", app.name, "run", "--debug", "--port", str(port)]
    silent = subprocess.DEVNULL
    environment = dict(os.environ)
    if not writes_compiled_files:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    with subprocess.Popen(
        command, cwd=app.parent, stdout=silent, stderr=silent, env=environment, start_new_session=True
    ) as server:
        try:
            yield port
        finally:
            os.killpg(server.pid, 15)  # the reloader and the server that it started


def wait_for(port: int, mark: str) -> None:
    """Send requests until the answer is from that save."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/")
            answer = connection.getresponse()
            answer.read()
            if answer.headers.get("X-Saved") == mark:
                return
        except (OSError, http.client.HTTPException):
            pass  # it is restarting
        finally:
            connection.close()
        time.sleep(0.005)
    raise SystemExit(f"flask --debug did not answer from save {mark} in {PATIENCE:g} s")
