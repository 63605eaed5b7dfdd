"""Tests of a guest process that runs as a Celery worker."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.support.probe_host import APPS, ProbeHost

pytestmark = pytest.mark.slow

ARGUMENTS = ["--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def order(root: Path, **more: Any) -> dict[str, Any]:
    """Return the message that makes the process a worker."""
    return {"type": "work", "root": str(root), "app": "app.py", "hide": [], "arguments": ARGUMENTS, **more}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[ProbeHost]:
    """A host with a process that waits for its order, and a separate folder for temporary files."""
    with ProbeHost(env={"TMPDIR": str(tmp_path)}) as host:
        yield host


def send_task(tmp_path: Path, code: str) -> None:
    """Send a task as an app does."""
    subprocess.run(
        [sys.executable, "-c", f"import app; {code}"],
        cwd=APPS / "celery_app",
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        check=True,
    )


def test_a_worker_reports_the_states_of_marked_tasks(host: ProbeHost, tmp_path: Path) -> None:
    """Tasks of other senders are not reported; the worker ends with the channel."""
    host.send(order(APPS / "celery_app"))
    assert host.read() == {"type": "working"}
    send_task(tmp_path, "app.bake.delay(1); app.bake.apply_async((2,), headers={'fumehood': 'r1:7'})")
    started, succeeded = host.read(), host.read()
    assert (started["type"], started["state"], started["of"]) == ("job", "started", "r1:7")
    assert (succeeded["state"], succeeded["task"]) == ("succeeded", started["task"])
    assert succeeded["result"]["repr"] == "'2 loaves'"
    assert succeeded["worker"].startswith("celery@")
    assert succeeded["took"] > 0
    send_task(tmp_path, "app.burn.apply_async(headers={'fumehood': 'r1:8'})")
    messages = [host.read() for _ in range(4)]
    assert [message["state"] for message in messages] == ["started", "retried", "started", "failed"]
    assert [message["retries"] for message in messages] == [0, 0, 1, 1]
    assert messages[-1]["problem"] == "ValueError: burnt"
    host.connection.close()
    assert host.wait_for_exit() in {0, -15}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("from flask import Flask\nimport celery\napp = Flask(__name__)\n", "no-celery-app"),
        ("from flask import Flask\n1 / 0\n", "import-error"),
    ],
)
def test_an_app_without_celery_is_reported(host: ProbeHost, tmp_path: Path, source: str, code: str) -> None:
    """With the same message as a guest that cannot be served."""
    (tmp_path / "app.py").write_text(source)
    host.send(order(tmp_path))
    failed = host.read()
    assert (failed["type"], failed["code"]) == ("failed", code)
    assert host.wait_for_exit() == 3


def test_the_extension_of_an_app_is_its_celery_app(host: ProbeHost, tmp_path: Path) -> None:
    """Flask's documentation keeps it there; another Celery app is ignored."""
    source = (APPS / "celery_app" / "app.py").read_text().replace('Celery("bakery"', 'Celery("elsewhere"')
    source += '\napp.extensions["celery"] = celery\nother = Celery("other", broker="redis://127.0.0.1:1/0")\n'
    (tmp_path / "app.py").write_text(source)
    host.send(order(tmp_path))
    assert host.read() == {"type": "working"}
    assert "elsewhere" in host.wait_for_output("elsewhere")
