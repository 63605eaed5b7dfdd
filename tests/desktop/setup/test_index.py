"""The package index that uv or pip is configured with."""

from pathlib import Path

import pytest

from desktop.setup import index

MIRROR = "https://mirror.example/simple"


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, None),
        ({"PIP_INDEX_URL": MIRROR + "/"}, MIRROR),
        ({"UV_INDEX_URL": MIRROR}, MIRROR),
        ({"UV_DEFAULT_INDEX": MIRROR, "PIP_INDEX_URL": "https://other.example"}, MIRROR),
        ({"UV_DEFAULT_INDEX": "house=" + MIRROR}, MIRROR),
        ({"UV_DEFAULT_INDEX": MIRROR + "?a=b"}, MIRROR + "?a=b"),
        ({"UV_DEFAULT_INDEX": "https://pypi.org/simple/", "PIP_INDEX_URL": MIRROR}, None),
        ({"PIP_INDEX_URL": ""}, None),
    ],
)
def test_variables_name_the_index(variables: dict[str, str], expected: str | None, tmp_path: Path) -> None:
    """uv's variables come before pip's; pypi.org is no index of one's own."""
    environment = {"PIP_CONFIG_FILE": str(tmp_path / "none"), **variables}
    assert index.configured(environment, tmp_path) == expected


def test_pips_file_names_the_index_unless_a_variable_does(tmp_path: Path) -> None:
    """A configuration file is read where no variable is set."""
    file = tmp_path / "pip.conf"
    file.write_text(f"[global]\nindex-url = {MIRROR}\ncert = /some/%where\n")
    environment = {"PIP_CONFIG_FILE": str(file)}
    assert index.configured(environment, tmp_path) == MIRROR
    assert (
        index.configured({**environment, "PIP_INDEX_URL": "https://a.example"}, tmp_path)
        == "https://a.example"
    )


@pytest.mark.parametrize(
    "content", [b"", b"[global]\n", b"no section = 1", b"\xff\xfe[", b"[install]\nindex-url = x"]
)
def test_a_file_without_an_index_is_passed_over(content: bytes, tmp_path: Path) -> None:
    """A file that is empty, broken or about something else names no index."""
    file = tmp_path / "pip.conf"
    file.write_bytes(content)
    assert index.in_pip_file(file) is None


@pytest.mark.parametrize(
    ("platform", "first"),
    [("linux", ".config/pip/pip.conf"), ("darwin", "Library/Application Support/pip/pip.conf")],
)
def test_pips_files_are_those_of_the_system(
    platform: str, first: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The user's file comes first and the machine's last."""
    monkeypatch.setattr("sys.platform", platform)
    files = index.pip_files({}, tmp_path)
    assert files[0] == tmp_path / first
    assert tmp_path / ".pip" / "pip.conf" in files
    assert files[-1] == Path("/etc/pip.conf")


def test_pips_files_on_windows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Windows names them pip.ini."""
    monkeypatch.setattr("sys.platform", "win32")
    files = index.pip_files({"APPDATA": str(tmp_path / "roaming")}, tmp_path)
    assert files[0] == tmp_path / "roaming" / "pip" / "pip.ini"
    assert {file.name for file in files} == {"pip.ini"}


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://files.example/a/uv-1-py3.whl#sha256=00", "https://files.example/a/uv-1-py3.whl"),
        ("../../files/uv-1-py3.whl", "https://mirror.example/files/uv-1-py3.whl"),
        ("/uv-1-py3.whl?a=1&amp;b=2", None),
        ("uv%2D1-py3.whl", "https://mirror.example/simple/uv/uv%2D1-py3.whl"),
        ("uv-1-py3.whl.metadata", None),
    ],
)
def test_a_link_is_found_by_its_file_name(link: str, expected: str | None) -> None:
    """Links may be relative or escaped, and end in a fragment."""
    page = f'<a href="uv-2-py3.whl">uv-2</a>\n<a\n data-requires-python="&gt;=3.8" href=\'{link}\'>uv-1</a>'
    assert index.find_link(page, f"{MIRROR}/uv/", "uv-1-py3.whl") == expected
