"""Tests of the recently opened apps."""

from pathlib import Path

from server.model.guest import Target, TargetKind
from server.store import Store


def test_recent_apps_are_newest_first_and_once(store: Store, tmp_path: Path) -> None:
    """An app that was opened twice, by whatever name, is one entry."""

    def target(spec: str, app: str) -> Target:
        return Target(kind=TargetKind.FILE, spec=spec, root=tmp_path, app=app, name=app)

    store.recent.touch(target("a.py", "a.py"), None)
    store.recent.touch(target("b.py", "b.py"), Path("/usr/bin/python3"))
    store.recent.touch(target("./a.py", "a.py"), None)
    assert [(one.target.spec, one.python) for one in store.recent.list()] == [
        ("./a.py", None),
        ("b.py", Path("/usr/bin/python3")),
    ]
    assert len(store.recent.list(limit=1)) == 1
    store.recent.remove("b.py")
    assert [one.target for one in store.recent.list()] == [target("./a.py", "a.py")]
