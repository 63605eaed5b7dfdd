"""What the documents say is true."""

import re
import tomllib
from pathlib import Path

import pytest

from desktop.cli.main import COMMANDS, cli
from server.runner.channel.event_schemas import KINDS
from tests.benchmarks.__main__ import BENCHMARKS
from tests.machine import LACKS
from tests.sources import ROOT, shown

DOCUMENTS = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def read(name: str) -> str:
    """A document of the root or of docs/."""
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_kind_of_event_is_documented() -> None:
    """docs/events.md describes each kind of event, in the order of the model, and no other."""
    text = read("docs/events.md").partition("## Kinds")[2]
    assert tuple(re.findall(r"^### (\S+)$", text, re.MULTILINE)) == KINDS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    """README's table has a line for each command."""
    assert re.search(rf"^\| `fumehood {name}[` ]", read("README.md"), re.MULTILINE)


def test_no_command_is_twice_in_the_readme() -> None:
    """README's table tells of each command once."""
    rows = re.findall(r"^\| `(fumehood[^`]*)`", read("README.md"), re.MULTILINE)
    assert sorted(set(rows)) == sorted(rows)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented(name: str) -> None:
    """docs/cli.md names each command and each of its options."""
    text = read("docs/cli.md")
    context = cli.make_context("fumehood", [name, "--help"], resilient_parsing=True)
    command = cli.get_command(context, name)
    assert command
    assert f"fumehood {name}" in text
    for parameter in command.params:
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            assert option in text, f"docs/cli.md does not tell of fumehood {name} {option}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=shown)
def test_links_lead_to_files(path: Path) -> None:
    """Each relative link of a document leads to a file of the repository."""
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("name", [name for name, _ in BENCHMARKS])
def test_every_benchmark_is_documented(name: str) -> None:
    """docs/benchmarks.md has a line for each benchmark."""
    assert f"\n| `{name}` |" in read("docs/benchmarks.md")


def test_every_marker_is_documented() -> None:
    """docs/development.md says of each marker what its tests need."""
    settings = tomllib.loads(read("pyproject.toml"))["tool"]["pytest"]["ini_options"]
    names = {line.partition(":")[0].partition("(")[0] for line in settings["markers"]}
    assert names >= {name for name, _ in LACKS}
    assert names == set(re.findall(r"^\| `(\w+)` \| ", read("docs/development.md"), re.MULTILINE))


def test_the_readme_names_the_libraries_that_a_window_needs() -> None:
    """README's list of libraries is the one that CI installs on a bare machine before it opens a window."""
    pattern = r"\blib[a-z0-9][a-z0-9.+-]*[0-9]\b"
    told = set(re.findall(pattern, read("README.md").partition("sudo apt install")[2].partition("```")[0]))
    tested = set(re.findall(pattern, read(".ci/run")))
    assert tested == told
