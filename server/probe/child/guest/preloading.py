"""Importing of the libraries of an app ahead of time, in a process that forks guests.

What a library does while it is imported must be as good as done in each guest: a process that has called
something whose result belongs to one process, such as its number, a random number or the time, is of no use,
and neither is one in which a thread, an open file, an output or a setting of the process is left.

What each module imports while it runs is noted, so that a guest can be given the same modules in the same
order (`preloaded.py`).
"""

from __future__ import annotations

import builtins
import contextlib
import gc
import importlib
import importlib.util
import logging
import os
import random
import signal
import socket
import sys
import time
import warnings
from importlib.machinery import ModuleSpec
from typing import TYPE_CHECKING, Any

from ..describe.code_ownership import LIBRARY_FOLDERS, STANDARD_LIBRARY_FOLDERS
from . import app_loading, flask_cli
from .preloaded import MISSING, FilterAdded, ImportStep, Trace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import FrameType, ModuleType

# Functions whose result, or effect, is that of one process and one moment.
OF_ONE_PROCESS = frozenset(
    id(function)
    for function in (
        getattr(os, "fork", None),
        getattr(os, "getrandom", None),
        os.getpid,
        os.getppid,
        os.urandom,
        time.time,
        time.time_ns,
        sys.modules["_thread"].start_new_thread,
        sys.modules["_thread"].get_native_id,
        sys.modules["_warnings"].warn,
        sys.modules["_warnings"].warn_explicit,
    )
    if function is not None
)
MOMENTS = frozenset(("now", "utcnow", "today"))
NETWORK = frozenset(("connect", "connect_ex", "sendto"))
PROCESSES = frozenset(("fork_exec", "posix_spawn", "posix_spawnp", "system"))
# What `warnings.simplefilter` and `warnings.filterwarnings` end in; the rest of Python's versions lack it.
ADD_FILTER = getattr(getattr(warnings, "_add_filter", None), "__code__", None)
UNWANTED = frozenset((random.Random.seed.__code__, logging.Logger.callHandlers.__code__))
# What runs `importlib.import_module`; its variable `name` is the full name in the end.
IMPORT_MODULE = vars(importlib)["_bootstrap"]._gcd_import.__code__
LOADS_EXTENSION = frozenset(("create_dynamic", "exec_dynamic"))


PATIENCE_SECONDS = 60


class UnfitError(Exception):
    """A library must be imported in each guest anew; the message is the name of its top-level module."""


def preload(order: dict[str, Any]) -> Trace:
    """Import the modules that a host names in `order`, in that folder and with those variables.

    Return what was noted meanwhile. Nothing is imported from the folders of the app itself (`own`). Each
    library is tried in a process that is forked for that; one that cannot be imported ahead of time is left
    out. UnfitError names one that does otherwise here: the process then has to end, as it does by itself when
    not all is imported after PATIENCE_SECONDS.
    """
    signal.alarm(PATIENCE_SECONDS)
    host = os.getppid()
    folder = os.getcwd()
    variables = dict(os.environ)
    with captured_output() as output:
        app_loading.enter_root(str(order["folder"]), order["variables"])
        if flask_cli.is_flask_imported():
            flask_cli.load_dotenv_files()
        cached = set(sys.path_importer_cache)
        recorder = ImportRecorder([str(entry) for entry in order["own"]])
        files = {str(file) for _, file in order["modules"]}
        filters = list(warnings.filters)
        unfit: set[str] = set()
        for name, _ in order["modules"]:
            if os.getppid() != host:
                os._exit(1)  # Fumehood is gone
            top = str(name).partition(".")[0]
            if name in sys.modules or top in unfit:
                continue
            if is_fit(str(name), recorder, files, output):
                import_one(str(name), recorder, files, output)
            else:
                unfit.add(top)
        warnings.filters[:] = filters  # type: ignore[index]  # it is a list
        warnings._filters_mutated()  # type: ignore[attr-defined]  # as `simplefilter` does
        for entry in sys.path_importer_cache.keys() - cached:
            del sys.path_importer_cache[entry]  # a guest looks into these folders anew
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(variables)
    signal.alarm(0)
    return recorder.trace


def is_fit(name: str, recorder: ImportRecorder, files: set[str], output: int) -> bool:
    """Return whether a module can be imported ahead of time, found out in another process."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            signal.alarm(PATIENCE_SECONDS)
            import_one(name, recorder, files, output)
            os.write(writing, b"fit")
        finally:
            os._exit(0)
    os.close(writing)
    with open(reading, "rb") as answer:
        fit = answer.read() == b"fit"
    with contextlib.suppress(ChildProcessError):  # a fork server has the system forget its children
        os.waitpid(child, 0)
    return fit


def import_one(name: str, recorder: ImportRecorder, files: set[str], output: int) -> None:
    """Import one module with all that it needs."""
    top = name.partition(".")[0]
    before = process_state()
    filters = list(warnings.filters)
    known = set(sys.modules)
    recorder.filters = []
    try:
        with recorder.recording():
            importlib.import_module(name)
    except BaseException as error:
        raise UnfitError(top) from error
    if recorder.objection or recorder.has_own(top) or os.fstat(output).st_size or process_state() != before:
        raise UnfitError(top)
    if list(warnings.filters) != with_filters(filters, recorder.filters):
        raise UnfitError(top)
    for added in sys.modules.keys() - known:
        if not is_expected(sys.modules[added], files):
            raise UnfitError(top)


def with_filters(filters: list[Any], added: list[FilterAdded]) -> list[Any]:
    """Return the filters of warnings after these were added."""
    filters = filters[:]
    for each in added:
        if not each.append:
            filters = [each.item, *(other for other in filters if other != each.item)]
        elif each.item not in filters:
            filters.append(each.item)
    return filters


def is_expected(module: ModuleType, files: set[str]) -> bool:
    """Return whether a module is of the standard library, or one that the app has imported before."""
    if not issubclass(type(module), type(sys)):
        return False
    file = getattr(module, "__file__", None)
    if not file or file in files:
        return True
    path = os.path.realpath(file)
    return path.startswith(STANDARD_LIBRARY_FOLDERS) and not any(part in path for part in LIBRARY_FOLDERS)


class ImportRecorder:
    """Notes what each module imports while it runs, and what must not happen meanwhile."""

    def __init__(self, own: list[str]) -> None:
        self.trace = Trace()
        self.objection = False
        self.filters: list[FilterAdded] = []
        self._own = own
        self._running: list[str] = []
        self._known = set(sys.modules)
        self._import = builtins.__import__

    @contextlib.contextmanager
    def recording(self) -> Iterator[None]:
        """Record in this block."""
        self._running = []
        builtins.__import__ = self._imported
        sys.setprofile(self._profile)
        try:
            yield
        finally:
            sys.setprofile(None)
            builtins.__import__ = self._import
            self._note_planted()

    def _imported(
        self,
        name: str,
        globals: Any = None,  # noqa: A002 - as Python's own function has it
        locals: Any = None,  # noqa: A002 - as above
        fromlist: Any = (),
        level: int = 0,
    ) -> Any:
        """Import as Python does, and note the module and those that are taken from it."""
        try:
            module = self._import(name, globals, locals, fromlist, level)
        except ModuleNotFoundError as error:
            self._note_missing(str(error.name))
            raise
        sys.setprofile(None)
        try:
            package = globals["__package__"] if level else ""
            found = importlib.util.resolve_name("." * level + name, package) if level else name
            self._note(found)
            for item in fromlist or ():
                for each in getattr(module, "__all__", ()) if item == "*" else (item,):
                    self._note(f"{found}.{each}")
        finally:
            sys.setprofile(self._profile)
        return module

    def _note_missing(self, name: str) -> None:
        """Object where a library would find a module of the app that it looks for."""
        top = name.partition(".")[0]
        self.trace.missing[top] = None
        self.objection = self.objection or self.has_own(top)

    def has_own(self, top: str) -> bool:
        """Return whether the app has a module, or may have a package, of that name."""
        places = [os.path.join(folder, top) for folder in self._own]
        return any(os.path.exists(place) or os.path.exists(place + ".py") for place in places)

    def _note(self, name: str) -> None:
        if self._running and self._running[-1] != name and name in sys.modules:
            self.trace.steps.setdefault(self._running[-1], {}).setdefault(name, ImportStep.IMPORT)

    def _note_planted(self) -> None:
        """Note modules that have appeared without being imported, as those of six.moves."""
        for name in [each for each in sys.modules if each not in self._known]:
            self._known.add(name)
            self.trace.names[name] = None
            spec = getattr(sys.modules[name], "__spec__", None)
            if (spec is None or spec.name != name) and self._running:
                self.trace.steps.setdefault(self._running[-1], {})[name] = ImportStep.PLANT

    def _profile(self, frame: FrameType, event: str, arg: Any) -> None:
        code = frame.f_code
        if event == "c_call":
            self._check_call(arg)
            if arg.__name__ in LOADS_EXTENSION:
                self._begin(extension_of(frame))
        elif event in ("c_return", "c_exception"):
            if arg.__name__ in LOADS_EXTENSION:
                self._end()
        elif code.co_name == "<module>":
            if event == "call":
                self._begin(str(frame.f_globals.get("__name__", "")))
            else:
                self._end()
        elif code is IMPORT_MODULE and event == "return" and arg is not None:
            self._note(frame.f_locals["name"])
        elif event == "call" and code is ADD_FILTER:
            self._note_filter(FilterAdded(frame.f_locals["item"], append=frame.f_locals["append"]))
        elif event == "call" and code in UNWANTED:
            self.objection = True

    def _note_filter(self, added: FilterAdded) -> None:
        """Note a filter of warnings, which is added again when the module is imported by an app."""
        self.filters.append(added)
        self.objection = self.objection or not self._running
        if self._running:
            steps = self.trace.steps.setdefault(self._running[-1], {})
            steps[f"filter {len(steps)}"] = added

    def _check_call(self, function: Any) -> None:
        owner = getattr(function, "__self__", None)
        if id(function) in OF_ONE_PROCESS or function.__name__ in PROCESSES:
            self.objection = True
        elif function.__name__ in MOMENTS:
            self.objection = self.objection or getattr(owner, "__module__", "") == "datetime"
        elif function.__name__ in NETWORK:
            self.objection = self.objection or issubclass(type(owner), sys.modules["_socket"].socket)

    def _begin(self, name: str) -> None:
        self._note_planted()
        if is_being_imported(name):
            self._note(name)
        self._running.append(name)

    def _end(self) -> None:
        """A module has run to its end: note what its names of submodules stand for."""
        self._note_planted()
        if not self._running:
            return
        name = self._running.pop()
        module = sys.modules.get(name)
        if module is None:
            return
        start = len(name) + 1
        children = [each[start:] for each in list(sys.modules) if each.startswith(name + ".")]
        self.trace.children[name] = {
            child: vars(module).get(child, MISSING) for child in children if "." not in child
        }


def is_being_imported(name: str) -> bool:
    """Return whether the code of a module runs that is imported now, and not code of the same name."""
    return bool(getattr(getattr(sys.modules.get(name), "__spec__", None), "_initializing", False))


def extension_of(frame: FrameType) -> str:
    """Return the name of the extension module that is being loaded below this frame."""
    given = (frame.f_locals.get("args") or (None,))[0]
    return str(given.name if isinstance(given, ModuleSpec) else getattr(given, "__name__", ""))


def process_state() -> list[Any]:
    """Return what a library must leave as it is."""
    return [
        sorted(os.listdir("/proc/self/task")),
        sorted(name for name in os.listdir("/proc/self/fd") if os.path.exists(f"/proc/self/fd/{name}")),
        dict(os.environ),
        os.getcwd(),
        sys.path[:],
        [id(finder) for finder in sys.meta_path],
        [id(hook) for hook in sys.path_hooks],
        [signal.getsignal(number) for number in sorted(signal.valid_signals())],
        (sys.excepthook, sys.unraisablehook, sys.displayhook, sys.stdout, sys.stderr),
        (sys.getrecursionlimit(), sys.getswitchinterval(), socket.getdefaulttimeout()),
        (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()),
        {name: id(value) for name, value in vars(builtins).items() if name not in ("__import__", "_")},
        (logging.root.level, logging.root.handlers[:], logging.root.manager.disable),
        (logging.getLoggerClass(), logging.getLogRecordFactory()),
        random.getstate(),
        sys.modules["_locale"].setlocale(sys.modules["_locale"].LC_ALL) if "_locale" in sys.modules else "",
    ]


@contextlib.contextmanager
def captured_output() -> Iterator[int]:
    """Catch what is printed in this block, on any way; yield the file that it is written to."""
    output = os.memfd_create("output")
    kept = [os.dup(number) for number in (1, 2)]
    for number in (1, 2):
        os.dup2(output, number)
    try:
        yield output
    finally:
        for number, descriptor in zip((1, 2), kept):
            os.dup2(descriptor, number)
            os.close(descriptor)
        os.close(output)
