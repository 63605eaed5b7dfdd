"""Libraries are imported ahead of time only where that is as good as in each guest."""

import json
import subprocess
import sys

import pytest

from server.runner.processes.fork_server import AVAILABLE
from tests.sources import ROOT

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="only Linux has fork servers")

FIT = {
    "plain": "import wave\nvalue = 1",
    "reads_variables": "import os\nvalue = os.environ['MODE']",
    "filter": "import warnings\nwarnings.simplefilter('ignore', ImportWarning)",
    "binds": "import socket\nwith socket.socket() as tried:\n    tried.bind(('127.0.0.1', 0))",
    "tries": "try:\n    import not_installed\nexcept ImportError:\n    not_installed = None",
}
UNFIT = {
    "number_of_process": "import os\nme = os.getpid()",
    "random_bytes": "import os\nkey = os.urandom(4)",
    "random_source": "import random\nsource = random.Random()",
    "random_state": "import random\nrandom.random()",
    "time_of_import": "import time\nbegun = time.time()",
    "date_of_import": "import datetime\nbegun = datetime.datetime.now()",
    "thread": "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()",
    "open_file": "import sys\nfile = open(sys.executable, 'rb')",
    "connection": "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).connect(('127.0.0.1', 9))",
    "variable": "import os\nos.environ['OTHER'] = '1'",
    "folder": "import os\nos.chdir('/')",
    "output": "print('hello')",
    "output_of_a_program": "import os\nos.system('echo hello')",
    "program": "import subprocess\nsubprocess.run(['true'])",
    "warning": "import warnings\nwarnings.warn('old')",
    "filter_by_itself": "import warnings\nwarnings.filters.insert(0, warnings.filters[-1])",
    "log_record": "import logging\nlogging.getLogger('x').error('hello')",
    "log_handler": "import logging\nlogging.root.addHandler(logging.NullHandler())",
    "signal_handler": "import signal\nsignal.signal(signal.SIGUSR1, signal.SIG_IGN)",
    "finder": "import sys\nsys.meta_path.append(sys.meta_path[-1])",
    "failure": "1 / 0",
    "exit": "raise SystemExit",
    "wants_module_of_the_app": "try:\n    import settings_of_app\nexcept ImportError:\n    pass",
    "shadowed": "value = 1",
    "other_file": "import not_listed",
}
# Imports each library in a process of its own, as a fork server does.
CODE = """
import json, os, sys, warnings
from server.probe.child.guest import preloading

libraries, own, names = sys.argv[1], sys.argv[2], sys.argv[3:]
sys.path.append(libraries)
for name in names:
    reading, writing = os.pipe()
    if os.fork() == 0:
        modules = [[name, os.path.join(libraries, name + ".py")]]
        before = dict(os.environ), os.getcwd(), list(warnings.filters)
        try:
            trace = preloading.preload(
                {"folder": own, "variables": {"MODE": "test"}, "own": [own], "modules": modules}
            )
            found = {
                "missing": list(trace.missing),
                "kept": before == (dict(os.environ), os.getcwd(), list(warnings.filters)),
                "imported": name in sys.modules,
            }
        except preloading.UnfitError as error:
            found = {"unfit": str(error)}
        os.write(writing, json.dumps(found).encode())
        os._exit(0)
    os.close(writing)
    print(name, os.read(reading, 10_000).decode(), flush=True)
    os.close(reading)
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, object]]:
    """What became of each library."""
    libraries = tmp_path_factory.mktemp("lib") / "site-packages"
    own = tmp_path_factory.mktemp("app")
    libraries.mkdir()
    for name, code in {**FIT, **UNFIT, "not_listed": ""}.items():
        (libraries / f"{name}.py").write_text(code)
    (own / "settings_of_app.py").touch()
    (own / "shadowed.py").touch()
    done = subprocess.run(
        [sys.executable, "-c", CODE, str(libraries), str(own), *FIT, *UNFIT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line.partition(" ") for line in done.stdout.splitlines()]
    return {name: json.loads(text) for name, _, text in lines}


@pytest.mark.parametrize("name", FIT)
def test_a_library_that_depends_on_nothing_of_one_process_is_imported(
    found: dict[str, dict[str, object]], name: str
) -> None:
    """With the variables of the app; the process itself keeps its own, and its folder."""
    missing = ["not_installed"] if name == "tries" else []
    assert found[name] == {"missing": missing, "kept": True, "imported": True}


@pytest.mark.parametrize("name", UNFIT)
def test_a_library_that_depends_on_its_process_is_not(found: dict[str, dict[str, object]], name: str) -> None:
    """Nothing of it is left in the process."""
    assert found[name] == {"missing": [], "kept": True, "imported": False}


def test_the_process_ends_when_the_host_is_gone() -> None:
    """It imports nothing more."""
    code = "import os\nfrom server.probe.child.guest import preloading\nos.getppid = iter((1, 2)).__next__\n"
    code += "order = {'folder': '/', 'variables': {}, 'own': [], 'modules': [['wave', '']]}\n"
    code += "preloading.preload(order)\nprint('imported')"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")
