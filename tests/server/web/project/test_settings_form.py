"""Reading the form of an app's settings."""

from pathlib import Path

from werkzeug.datastructures import MultiDict

from server.model.guest import Target, TargetKind
from server.store.records import ProjectSettings, ProjectVariable
from server.web.project.settings_form import read_settings


def test_what_the_form_does_not_have_stays(tmp_path: Path) -> None:
    """The switches of the bench and the last port are no part of it; of a name that comes twice the last."""
    target = Target(kind=TargetKind.FOLDER, spec="x", root=tmp_path, app="", name="x")
    before = ProjectSettings(restart_on_save=False, send_on_save=True, last_port=4711, python="/x", port=5000)
    form = MultiDict(
        [
            ("folder", str(tmp_path / "..")),
            ("variables-name", "A"),
            ("variables-name", " A "),
            ("variables-value", "1"),
            ("variables-value", "2"),
            ("secrets-name", "A"),
            ("secrets-value", "long enough"),
        ]
    )
    assert read_settings(form, target, before, {}) == (
        ProjectSettings(
            restart_on_save=False,
            send_on_save=True,
            last_port=4711,
            python="/x",
            folder=str(tmp_path.parent),
            variables=(ProjectVariable(name="A", secret=True),),
        ),
        {"A": "long enough"},
    )
