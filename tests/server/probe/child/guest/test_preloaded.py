"""What was imported ahead of time appears to an app as if it had imported it itself."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from server.runner.processes.fork_server import AVAILABLE
from tests.environments import environment
from tests.sources import ROOT

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="only Linux has fork servers")

LIBRARY = {
    "shop/__init__.py": "from .name import name\nfrom . import parts\nimport other",
    "shop/name.py": "def name(): pass",
    "shop/parts.py": "import importlib\nimportlib.import_module('shop.deep.inner')\nimport wave",
    "shop/late.py": "import shop.name\nbegun = 1",
    "shop/deep/__init__.py": "",
    "shop/deep/inner.py": "from shop import name as half_done",
    "other.py": "import sys, types, warnings\nwarnings.simplefilter('ignore', ImportWarning)\n"
    "sys.modules['other.moves'] = types.ModuleType('other.moves')",
    "user.py": "import shop.late, other",
    "replaces.py": "import sys, types\nsys.modules[__name__] = types.ModuleType('replaces')",
}
AHEAD = ("user", "other", "shop", "shop.late", "replaces")
# What an app finds after each of these imports.
CODE = """
import importlib, importlib.util, json, os, sys, warnings
from server.probe.child.guest import preloaded, preloading

libraries, ahead, names = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3:]
sys.path.append(libraries)
known = set(sys.modules) | {"wave"}
if ahead:
    files = [os.path.join(folder, file) for folder, _, found in os.walk(libraries) for file in found]
    modules = [*([name, ""] for name in ahead), *(["os", file] for file in files)]
    preloaded.hide(preloading.preload({"folder": "/", "variables": {}, "own": [], "modules": modules}))


def facts():
    found = {name: module for name, module in sys.modules.items() if name not in known}
    return [
        {
            name: [
                {key: type(value).__name__ for key, value in vars(module).items()},
                [type(each).__name__ for each in (module.__spec__, module.__loader__)],
                getattr(module.__spec__, "name", None),
                getattr(module.__spec__, "origin", None),
            ]
            for name, module in found.items()
        },
        list(found),
        "wave" in sys.modules,
        str(warnings.filters),
        importlib.util.find_spec("shop").origin,
    ]


seen = [facts()]
for name in names:
    importlib.import_module(name)
    seen.append(facts())
print(json.dumps(seen))
"""


def facts_of(
    libraries: Path, ahead: tuple[str, ...], names: tuple[str, ...], python: Path | str = sys.executable
) -> object:
    """Return what is in `sys.modules` after each import, where others were imported ahead of time."""
    done = subprocess.run(
        [str(python), "-c", CODE, str(libraries), json.dumps(ahead), *names],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with libraries that import each other."""
    folder = tmp_path_factory.mktemp("lib") / "site-packages"
    for name, code in LIBRARY.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(code)
    return folder


@pytest.mark.parametrize(
    "names",
    [("shop",), ("other", "shop"), ("shop.deep.inner", "user"), ("user",), ("replaces", "shop.late")],
    ids="-".join,
)
def test_an_app_finds_the_modules_that_it_imports_and_no_others(
    libraries: Path, names: tuple[str, ...]
) -> None:
    """In the same order, with the same contents, whatever else was imported ahead of time."""
    assert facts_of(libraries, AHEAD, names) == facts_of(libraries, (), names)


@pytest.mark.environments
@pytest.mark.parametrize("name", ["flask22", "flask31"])
def test_it_is_so_on_other_versions_of_python(libraries: Path, name: str) -> None:
    """The oldest one, and the newest that is here."""
    python = environment(name)
    names = ("other", "shop", "user")
    assert facts_of(libraries, AHEAD, names, python) == facts_of(libraries, (), names, python)
