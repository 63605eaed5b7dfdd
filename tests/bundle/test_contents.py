"""What is in the bundle and what is not."""

import filecmp
import importlib
import os
import re
import shutil
import subprocess
import sys
import warnings
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from desktop.installers import product
from desktop.installers.report.glibc import ELF
from server.components.bill import read_bill
from tests.bundle.conftest import Run, build
from tests.sources import CHILD, LABS, NEW_LAB, ROOT

pytestmark = pytest.mark.bundle

# What build.spec leaves out of the standard library.
LEFT_OUT = {
    "antigravity",
    "ensurepip",
    "idlelib",
    "lib2to3",
    "this",
    "tkinter",
    "_tkinter",
    "turtle",
    "turtledemo",
    "venv",
}
SUBJECTS = (
    "locust",  # first: it patches what the others import
    "argon2",
    "celery",
    "django.core.handlers.wsgi",
    "email_validator",
    "flask_admin",
    "flask_cors",
    "flask_jwt_extended",
    "flask_login",
    "flask_mail",
    "flask_marshmallow",
    "flask_migrate",
    "flask_security",
    "flask_session",
    "flask_sqlalchemy",
    "flask_uploads",
    "flask_wtf",
    "numpy",
    "redis",
    "sqlalchemy.engine._row_cy",
)
IMPORT_EACH = """
import contextlib, importlib, io, sys
for name in sys.argv[1:]:
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            importlib.import_module(name)
    except ImportError as error:
        print(name, error)
"""


def files(folder: Path) -> list[Path]:
    """The files below a folder, relative to it."""
    return sorted(
        (Path(place) / name).relative_to(folder) for place, _, names in os.walk(folder) for name in names
    )


@pytest.mark.parametrize(
    "name", ["libgtk", "qtwebengine_devtools_resources", "libQt6Quick3D", "libQt6Charts", "/qml/"]
)
def test_what_no_window_needs_is_left_out(bundle: Path, name: str) -> None:
    """The pruned parts of Qt and all of GTK are not in the bundle."""
    assert [path for path in files(bundle) if name in path.as_posix()] == []


def test_dialogs_know_the_printers_and_the_languages_of_the_system(bundle: Path) -> None:
    """Qt's list of printers is in the bundle and CUPS itself is not; Qt's own words are there in Swedish."""
    names = {path.name for path in files(bundle)}
    assert {"libcupsprintersupport.so", "qtbase_sv.qm", "qtwebengine_sv.qm"} <= names
    assert [name for name in names if name.startswith("libcups.")] == []


def test_every_link_leads_to_a_file(bundle: Path) -> None:
    """No link is left over from what was pruned."""
    assert [path for path in files(bundle) if not (bundle / path).exists()] == []


@pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="the packages for Linux name these libraries"
)
def test_the_bundle_links_what_the_packages_ask_for(bundle: Path) -> None:
    """A library that is not in the bundle belongs to the C library, or the packages depend on it."""
    readelf = shutil.which("readelf")
    if readelf is None:
        pytest.skip("readelf is missing; remedy: install binutils")
    binaries = [path for path in map(bundle.joinpath, files(bundle)) if path.read_bytes()[:4] == ELF]
    listed = subprocess.run(
        [readelf, "--dynamic", "--wide", *map(str, binaries)], capture_output=True, text=True, check=False
    ).stdout
    linked = set(re.findall(r"\(NEEDED\).*\[(.+)\]", listed))
    own = {path.name for path in files(bundle)}
    of_the_system = {name for name in linked - own if not name.startswith("ld-linux")}
    packaged = {name for name, _package in product.SYSTEM_LIBRARIES}
    assert "libEGL.so.1" in of_the_system
    assert of_the_system - {*product.C_LIBRARIES, *product.OPTIONAL_LIBRARIES} - packaged == set()


def test_what_others_read_lies_there_as_text(bundle: Path) -> None:
    """Labs and the probe are the very files of the source tree."""
    inside = bundle / "_internal"
    sources = [path for folder in (LABS, NEW_LAB, CHILD) for path in folder.rglob("*.py")]
    sources.append(ROOT / "server" / "runner" / "processes" / "supervisor.py")
    assert len(sources) > 10
    for path in sources:
        assert filecmp.cmp(path, inside / path.relative_to(ROOT), shallow=False)


def test_any_of_the_standard_library_can_be_imported(run: Run, tmp_path: Path) -> None:
    """Whatever module a reader's edit imports is there, but for Tk and what works on Python itself."""
    script = tmp_path / "script.py"
    script.write_text(IMPORT_EACH)
    names = sorted(
        name for name in sys.stdlib_module_names - LEFT_OUT if importable(name) and not name.startswith("__")
    )
    done = run("--fumehood-script", str(script), *names)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_what_the_labs_are_about_can_be_imported(run: Run, tmp_path: Path) -> None:
    """The packages that labs stand on came along whole, down to their compiled parts and their metadata."""
    script = tmp_path / "script.py"
    script.write_text(f"from importlib import metadata\nmetadata.version('celery')\n{IMPORT_EACH}")
    done = run("--fumehood-script", str(script), *SUBJECTS)
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def importable(name: str) -> bool:
    """Whether this Python has the module: some are for other systems, some were not built."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # some of it is deprecated
            importlib.import_module(name)
    except ImportError:
        return False
    return True


def test_a_second_build_gives_the_same_files(bundle: Path, tmp_path: Path) -> None:
    """The bundle is reproducible: each file has the same bytes when it is built again somewhere else."""
    again = build(tmp_path)
    assert files(again) == files(bundle)
    differing = [
        path for path in files(bundle) if not filecmp.cmp(bundle / path, again / path, shallow=False)
    ]
    assert differing == []


def test_whatever_is_in_the_bundle_has_a_licence(bundle: Path) -> None:
    """Each package and each shared library at the top belongs to a component that names one."""
    components = read_bill(bundle / "_internal" / "fumehood_files" / "sbom.cdx.json")
    assert components is not None
    assert [each.name for each in components if not each.licence] == []
    listed = {canonicalize_name(each.name) for each in components}
    folders = {path.name for path in (bundle / "_internal").iterdir() if path.is_dir()}
    owners = metadata.packages_distributions()
    packages = {canonicalize_name(name) for folder in folders for name in owners.get(folder, ())}
    assert packages - listed <= {"fumehood", "pytest"}  # Locust's plugin for pytest is a folder of its own
    assert {"python", "qt", "chromium", "htmx-org", "pyinstaller"} <= listed
    if shutil.which("dpkg-query"):
        assert {"libssl3", "libxcb-cursor0"} <= listed | {each.removesuffix("t64") for each in listed}
