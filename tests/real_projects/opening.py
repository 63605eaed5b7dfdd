"""Opens a project as a user would: by its folder alone, with `fumehood record`."""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tests.real_projects.limits import process
from tests.real_projects.result import Result

REPOSITORY = Path(__file__).parents[2]


def open_as_a_user(result: Result) -> dict[str, Any] | None:
    """Fill in how `fumehood record` opens the project; return its `guest`, None if there was no exchange."""
    project = result.project
    method, path = project.requests[0].split(" ")[:2]
    opened = ["--run", project.program] if project.program else [project.target or "."]
    command = [sys.executable, "-m", "desktop", "record", *opened, f"{method} {path}", "--json"]
    variables = {**project.environment, "PYTHONPATH": str(REPOSITORY), "VIRTUAL_ENV": ""}
    start = time.monotonic()
    with process(command, project.folder, variables, subprocess.PIPE) as running:
        output, errors = running.communicate("")
    result.first_page_seconds = time.monotonic() - start
    try:
        printed = json.loads(output)
    except ValueError:
        result.message = (errors or output).strip()
        return None
    if "request" not in printed:
        error = printed.get("error", {})
        parts = (str(error.get(name) or "").strip() for name in ("cause", "remedy", "detail"))
        result.message = "\n".join(part for part in parts if part)
        return None
    facts: dict[str, Any] = printed["guest"]
    result.opened = True
    result.message = errors.strip()
    result.interpreter = str(facts.get("interpreter") or "")
    result.flask = str(facts.get("flask") or "")
    result.app = str((facts.get("app") or {}).get("object") or "")
    return facts
