"""Show the log, and a report of a problem that can be copied; neither is sent anywhere."""

from collections import Counter
from collections.abc import Iterator

from flask import Blueprint, render_template
from flask_babel import get_locale

from server import preferences
from server.diagnostics.log_tail import LogTail, log_tail
from server.diagnostics.report import write_report
from server.web.base.context import resources, services, settings

blueprint = Blueprint("diagnostics", __name__)


@blueprint.get("/logs")
def logs() -> str:
    """Show where the log is, and its last lines."""
    path = services().log
    tail = log_tail(path) if path is not None else LogTail(text="")
    return render_template("diagnostics/logs.html", path=path, tail=tail)


@blueprint.get("/report")
def report() -> str:
    """Show the report."""
    return render_template("diagnostics/report.html", report=write_report(services().log, _facts()))


def _facts() -> Iterator[tuple[str, str]]:
    store = services().store
    problem = store.problem
    yield "Shown in", "a window" if services().window_api is not None else "a browser"
    yield "Front end", "built" if resources().built else "not built"
    yield "Language", f"{get_locale()} (chosen: {preferences.language(settings())})"
    yield "Theme", preferences.theme(settings())
    yield "Data", str(services().data)
    yield "History", f"{store.used_bytes} bytes; problem: {problem.code if problem is not None else 'none'}"
    yield "Values left out", str(len(store.health.set_aside.found))
    states = Counter(guest.status.state.value for guest in services().guests.all())
    yield "Apps", ", ".join(f"{number} {state}" for state, number in sorted(states.items())) or "none"
    yield "Labs", str(len(services().catalogue.labs))
