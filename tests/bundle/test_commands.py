"""The bundle's commands do what those of the source tree do."""

import json
import os
import platform
import shutil
import sys
from importlib import metadata
from pathlib import Path
from typing import Any

import pytest

from server.handbook.catalogue.catalogue import Catalogue
from server.model.version_range import first_that_fits
from server.model.versions import Versions
from tests.bundle.conftest import Run

pytestmark = pytest.mark.bundle

# What the bundle is made of: it carries the Python and the packages that run the tests.
OWN = Versions(
    python=platform.python_version(), flask=metadata.version("flask"), werkzeug=metadata.version("werkzeug")
)

# Labs that need what no bundle has: PyInstaller, Pythons that make environments, programs of the machine.
BEYOND = {"celery", "installer", "virtual-environments"}


def outcomes(text: str) -> dict[tuple[str, str], tuple[str, str | None]]:
    """The verdict and the expected one of each claim that `prove --json` printed."""
    claims: list[dict[str, Any]] = json.loads(text)["claims"]
    return {(claim["lab"], claim["id"]): (claim["verdict"], claim["expected"]) for claim in claims}


def test_the_bundle_proves_what_the_source_proves(run: Run) -> None:
    """Every claim of the handbook that can be decided comes out as expected.

    The tests of the labs hold the source tree to the same expectations, one by one.
    """
    sandbox = {"QTWEBENGINE_DISABLE_SANDBOX": "1"} if os.geteuid() == 0 else {}  # the engine refuses root
    done = run("prove", "--json", **sandbox)
    assert done.returncode == 0, done.stderr
    found = outcomes(done.stdout)
    undecided = {claim for claim, (verdict, _) in found.items() if verdict == "undecided"}
    assert {lab for lab, _ in undecided} <= BEYOND
    assert len(found) - len(undecided) >= 220
    expected = {
        (lab.slug, claim.id): first_that_fits(claim.expected, OWN)
        for lab in Catalogue().labs
        for claim in lab.claims
    }
    assert found.keys() == expected.keys()
    assert {claim: found[claim] for claim in found.keys() - undecided} == {
        claim: (outcome, outcome) for claim, outcome in expected.items() if claim not in undecided
    }


def test_the_bundle_is_a_python_to_what_it_starts(run: Run) -> None:
    """A lab's processes, and what those start, run code, modules and scripts on it."""
    code = (
        "import subprocess, sys; print(subprocess.check_output([sys.executable, '-m', 'flask', '--version']))"
    )
    done = run("-c", code, FUMEHOOD_AS_PYTHON="1")
    assert done.returncode == 0, done.stderr
    assert "Flask 3" in done.stdout


def test_an_edited_lab_runs(run: Run, tmp_path: Path) -> None:
    """A reader may change a lab and import whatever Python has; the inside of the request is seen."""
    lab = Catalogue().labs[0]
    shutil.copytree(lab.folder, tmp_path / "lab")
    (tmp_path / "lab" / "app.py").write_text(
        "import statistics\nimport flask\napp = flask.Flask(__name__)\n"
        "@app.route('/middle')\ndef middle():\n    return str(statistics.median([1, 5, 9]))\n"
    )
    done = run("record", str(tmp_path / "lab" / "app.py"), "/middle", "--json")
    assert done.returncode == 0, done.stderr
    exchange = json.loads(done.stdout)
    assert (exchange["response"]["status"], exchange["response"]["body"]) == (200, "5")
    assert {"wsgi", "routing", "view", "response"} <= {event["kind"] for event in exchange["events"]}


def test_the_guests_own_modules_come_first(run: Run, tmp_path: Path) -> None:
    """A user's project may have a package called server: it is the one that its app imports."""
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "__init__.py").write_text("who = 'the guest'\n")
    (tmp_path / "app.py").write_text(
        "import flask, server\napp = flask.Flask(__name__)\n"
        "@app.route('/')\ndef who():\n    return server.who\n"
    )
    done = run("record", str(tmp_path / "app.py"), "/", "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["response"]["body"] == "the guest"


def test_another_interpreter_is_observed_too(run: Run) -> None:
    """The bundle reaches into a Python that is not its own."""
    slug = Catalogue().labs[0].slug
    done = run("record", f"lab:{slug}", "/", "--python", sys.executable, "--json")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["guest"]["python"] == ".".join(map(str, sys.version_info[:3]))


def test_a_mistake_is_a_sentence(run: Run) -> None:
    """What does not exist is said in a sentence, not in a traceback."""
    done = run("record", "lab:no-such-lab", "/")
    assert done.returncode != 0
    assert "no-such-lab" in done.stderr
    assert "Traceback" not in done.stderr
