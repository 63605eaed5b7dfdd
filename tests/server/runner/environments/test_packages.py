"""Where a module is installed."""

from pathlib import Path

import flask
import pytest

from server.runner.environments.packages import InstalledPackages, OwnPackages
from tests.support.environment_folders import make_environment


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The folder of an environment's packages."""
    return make_environment(tmp_path / "env") / "lib" / "python3.12" / "site-packages"


def test_packages_and_modules_are_found(library: Path, tmp_path: Path) -> None:
    """As a folder, as a file, and where a .pth file leads; lines that are code are not run."""
    (library / "httpbin").mkdir()
    (library / "single.py").touch()
    source = tmp_path / "source"
    (source / "shop").mkdir(parents=True)
    (library / "shop.pth").write_text(f"# ours\nimport os; os.abort()\n{source}\n")
    packages = InstalledPackages(tmp_path / "env")
    assert packages.locate("httpbin") == library / "httpbin"
    assert packages.locate("single") == library / "single.py"
    assert packages.locate("shop") == source / "shop"
    assert packages.locate("gone") is None


def test_editable_packages_of_setuptools_are_found(library: Path, tmp_path: Path) -> None:
    """By the mapping in its finder, which is read as a literal."""
    (tmp_path / "single.py").touch()
    (tmp_path / "shop").mkdir()
    text = f"MAPPING: dict[str, str] = {{'shop': '{tmp_path}/shop', 'single': '{tmp_path}/single'}}\n"
    (library / "__editable___shop_1_0_finder.py").write_text(text)
    (library / "__editable___evil_finder.py").write_text("MAPPING = {'evil': __import__('os').abort()}\n")
    packages = InstalledPackages(tmp_path / "env")
    assert packages.locate("shop") == tmp_path / "shop"
    assert packages.locate("single") == tmp_path / "single.py"
    assert packages.locate("evil") is None


def test_our_own_packages() -> None:
    """Those beside Fumehood, but not Fumehood's."""
    packages = OwnPackages()
    assert packages.locate("flask") == Path(flask.__file__).parent
    assert packages.locate("colorsys") is not None
    assert [packages.locate(name) for name in ("server", "desktop", "no_such_module")] == [None] * 3
