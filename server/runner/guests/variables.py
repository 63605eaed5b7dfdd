"""The environment variables that one app has, and a warm process does not have yet."""

from server.model.guest import Target, TargetKind
from server.runner.processes.environment import flask_variables


def app_variables(target: Target) -> dict[str, str]:
    """Return what the user has set for `flask run`; nothing for a lab, which must not depend on it."""
    return {} if target.kind is TargetKind.LAB else flask_variables()
