"""Files come whole and as they are expected, or not at all."""

import io
import ssl
from pathlib import Path

import pytest

from desktop.setup import download
from desktop.setup.problems import SetupProblem
from tests.desktop.setup.conftest import Site


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Say yes."""
        return True


def test_a_file_is_fetched(site: Site, tmp_path: Path) -> None:
    """The file is written under its name, and nothing is left beside it."""
    wheel = site.wheel(b"a wheel" * 100_000)
    terminal = Terminal()
    download.file(wheel.url, wheel.sha256, tmp_path / "new" / "a.whl", terminal)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.whl"]
    assert (tmp_path / "new" / "a.whl").read_bytes() == b"a wheel" * 100_000
    assert terminal.getvalue().endswith("0.7 of 0.7 MB\n")


def test_progress_is_shown_on_a_terminal_only(site: Site, tmp_path: Path) -> None:
    """A log gets no progress."""
    wheel = site.wheel(b"a wheel")
    log = io.StringIO()
    download.file(wheel.url, wheel.sha256, tmp_path / "a.whl", log)
    assert log.getvalue() == ""


def test_a_file_with_another_hash_is_not_kept(site: Site, tmp_path: Path) -> None:
    """The problem names the address, and an older file of that name stays."""
    (tmp_path / "a.whl").write_text("older")
    wheel = site.wheel(b"something else", sha256="0" * 64)
    with pytest.raises(SetupProblem, match="SHA-256 is another one"):
        download.file(wheel.url, wheel.sha256, tmp_path / "a.whl", io.StringIO())
    assert [path.read_text() for path in tmp_path.iterdir()] == ["older"]


def test_half_a_file_is_not_kept(site: Site, tmp_path: Path) -> None:
    """A connection that ends early leaves nothing."""
    wheel = site.wheel(b"a wheel" * 1000)
    site.cut_after = 100
    with pytest.raises(SetupProblem, match=r"could not be fetched: .*100"):
        download.file(wheel.url, wheel.sha256, tmp_path / "a.whl", io.StringIO())
    assert list(tmp_path.iterdir()) == []


def test_a_page_that_is_not_there(site: Site) -> None:
    """The status is part of the cause."""
    with pytest.raises(SetupProblem, match="/simple/uv/ answered 404 Not Found"):
        download.page(f"{site.address}/simple/uv/")


def test_a_server_that_is_not_there() -> None:
    """Where nobody listens, the cause says so and the remedy names the proxy and the index."""
    with pytest.raises(SetupProblem, match="could not be fetched") as raised:
        download.page("http://127.0.0.1:9/simple/uv/")
    assert "HTTPS_PROXY" in raised.value.remedy
    assert "PIP_INDEX_URL" in raised.value.remedy


def test_a_folder_that_refuses_the_file(site: Site, tmp_path: Path) -> None:
    """A file in the place of the folder is a problem of the disk, not of the network."""
    (tmp_path / ".uv").write_text("a file")
    wheel = site.wheel(b"a wheel")
    with pytest.raises(SetupProblem) as raised:
        download.file(wheel.url, wheel.sha256, tmp_path / ".uv" / "a.whl", io.StringIO())
    assert str(tmp_path / ".uv") in raised.value.cause


def test_a_login_is_sent_and_never_printed(site: Site) -> None:
    """Name and password of an address go into a header."""
    site.files["/simple/uv/"] = b"page"
    address = site.address.replace("//", "//ada:p%40w@")
    assert download.page(f"{address}/simple/uv/") == "page"
    assert site.asked == [("/simple/uv/", "Basic YWRhOnBAdw==")]
    with pytest.raises(SetupProblem) as raised:
        download.page(f"{address}/other/")
    assert "ada" not in str(raised.value)


def test_a_login_goes_to_its_own_host_only() -> None:
    """A link to another host is asked without the index's password."""
    index = "https://ada:pw@mirror.example/simple"
    assert (
        download.with_login("https://mirror.example/f/a.whl", index)
        == "https://ada:pw@mirror.example/f/a.whl"
    )
    assert download.with_login("https://files.example/a.whl", index) == "https://files.example/a.whl"
    assert download.with_login("http://mirror.example/a.whl", index) == "http://mirror.example/a.whl"


def test_a_python_without_certificates_takes_those_of_macos(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A Python of python.org knows none until a script of its own has run."""
    taken: list[str] = []
    certificates = tmp_path / "cert.pem"
    certificates.touch()
    empty = ssl.DefaultVerifyPaths(None, None, "", "", "", "")  # type: ignore[arg-type]  # as it is there
    monkeypatch.setattr(download, "MAC_CERTIFICATES", str(certificates))
    monkeypatch.setattr("sys.platform", "darwin")
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: empty)
    monkeypatch.setattr(ssl.SSLContext, "load_verify_locations", lambda _, path: taken.append(path))
    site.files["/"] = b"page"
    download.page(f"{site.address}/")
    assert taken == [str(certificates)]
