"""Which files are ours, for the tests that hold a rule over all of them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LABS = ROOT / "server" / "handbook" / "labs"
CHILD = ROOT / "server" / "probe" / "child"
NEW_LAB = ROOT / "server" / "handbook" / "catalogue" / "scaffold_files"


def python_files(*folders: str) -> list[Path]:
    """Every Python file under folders of the root; by default under desktop, server and tests."""
    return [
        path
        for folder in folders or ("desktop", "server", "tests")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


def templates() -> list[Path]:
    """Every template of the workbench, those of the labs not among them."""
    return sorted((ROOT / "templates").rglob("*.html"))


def front_end() -> list[Path]:
    """Every script and style sheet that we wrote."""
    return sorted(
        path for folder in ("js", "css") for path in (ROOT / "static" / folder).rglob("*") if path.is_file()
    )


def shown(path: Path) -> str:
    """The path as a reader of a failure knows it."""
    return path.relative_to(ROOT).as_posix()
