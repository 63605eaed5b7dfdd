"""A process that is told to be a Celery worker."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.server.probe.host import APPS, Host

pytestmark = pytest.mark.slow

ARGUMENTS = ["--pool=solo", "--loglevel=INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"]


def order(root: Path, **more: Any) -> dict[str, Any]:
    """What such a process is told."""
    return {"type": "work", "root": str(root), "app": "app.py", "hide": [], "arguments": ARGUMENTS, **more}


@pytest.fixture
def host(tmp_path: Path) -> Iterator[Host]:
    """A process that waits, with a folder of its own for temporary files."""
    with Host(env={"TMPDIR": str(tmp_path)}) as host:
        yield host


def send(tmp_path: Path, code: str) -> None:
    """Send a task as an app does."""
    subprocess.run(
        [sys.executable, "-c", f"import app; {code}"],
        cwd=APPS / "bakery",
        env={"TMPDIR": str(tmp_path), "PATH": ""},
        check=True,
    )


def test_a_worker_tells_what_becomes_of_marked_tasks(host: Host, tmp_path: Path) -> None:
    """Those of other senders are none of ours; its end comes with that of the channel."""
    host.send(order(APPS / "bakery"))
    assert host.read() == {"type": "working"}
    send(tmp_path, "app.bake.delay(1); app.bake.apply_async((2,), headers={'fumehood': 'r1:7'})")
    started, succeeded = host.read(), host.read()
    assert (started["type"], started["state"], started["of"]) == ("job", "started", "r1:7")
    assert (succeeded["state"], succeeded["task"]) == ("succeeded", started["task"])
    assert succeeded["result"]["repr"] == "'2 loaves'"
    assert succeeded["worker"].startswith("celery@")
    assert succeeded["took"] > 0
    send(tmp_path, "app.burn.apply_async(headers={'fumehood': 'r1:8'})")
    told = [host.read() for _ in range(4)]
    assert [one["state"] for one in told] == ["started", "retried", "started", "failed"]
    assert [one["retries"] for one in told] == [0, 0, 1, 1]
    assert told[-1]["problem"] == "ValueError: burnt"
    host.connection.close()
    assert host.wait_gone() in {0, -15}


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("from flask import Flask\nimport celery\napp = Flask(__name__)\n", "no-celery-app"),
        ("from flask import Flask\n1 / 0\n", "import-error"),
    ],
)
def test_an_app_that_has_no_worker_says_why(host: Host, tmp_path: Path, source: str, code: str) -> None:
    """As a guest that cannot serve does."""
    (tmp_path / "app.py").write_text(source)
    host.send(order(tmp_path))
    failed = host.read()
    assert (failed["type"], failed["code"]) == ("failed", code)
    assert host.wait_gone() == 3


def test_the_extension_of_an_app_is_its_celery_app(host: Host, tmp_path: Path) -> None:
    """As Flask's documentation keeps it, though another one was made before."""
    source = (APPS / "bakery" / "app.py").read_text().replace('Celery("bakery"', 'Celery("elsewhere"')
    source += '\napp.extensions["celery"] = celery\nother = Celery("other", broker="redis://127.0.0.1:1/0")\n'
    (tmp_path / "app.py").write_text(source)
    host.send(order(tmp_path))
    assert host.read() == {"type": "working"}
    assert "elsewhere" in host.text_soon("elsewhere")
