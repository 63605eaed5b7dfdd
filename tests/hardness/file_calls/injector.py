"""Watch the calls on files and folders that our own source makes, and let those of one place fail."""

import builtins
import contextlib
import io
import os
import subprocess
import sys
import sysconfig
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import FrameType, TracebackType
from typing import Any, Final

from tests.hardness.file_calls.errors import Fault
from tests.sources import ROOT

# The standard library's modules that work on files in the name of their caller.
_LIBRARY: Final = sysconfig.get_path("stdlib")
_IN_ITS_NAME: Final = frozenset(
    f"{_LIBRARY}{os.sep}{name}.py"
    for name in (
        "pathlib",
        "posixpath",
        "ntpath",
        "genericpath",
        "os",
        "shutil",
        "tempfile",
        "glob",
        "fnmatch",
        "contextlib",
        "subprocess",
        "codecs",
        f"json{os.sep}__init__",
        f"tomllib{os.sep}_parser",
    )
) | {"<frozen posixpath>", "<frozen genericpath>", "<frozen os>", "<frozen codecs>"}
_OURS: Final = tuple(f"{ROOT / name}{os.sep}" for name in ("desktop", "server"))
_GUARDED: Final = str(ROOT / "server" / "file_access.py")
# What is not the workbench: programs that are shown, and those that run in processes of their own.
_NOT_OURS: Final = tuple(
    str(ROOT / name)
    for name in (
        "server/handbook/labs/",
        "server/probe/child/",
        "desktop/setup/",
        "server/runner/processes/supervisor",
    )
)
_CALLS: Final = (
    "stat", "lstat", "fstat", "readlink", "getcwd", "chdir", "listdir", "mkdir", "rename", "replace",
    "unlink", "remove", "rmdir", "chmod", "link", "symlink", "utime", "fsync", "pipe",
)  # fmt: skip


_OF_FILE: Final = {
    "read": "read",
    "readline": "read",
    "readlines": "read",
    "write": "write",
    "flush": "write",
}


@dataclass(frozen=True, order=True)
class Place:
    """A line of our source that makes a call, and whether it does so through `server.file_access`."""

    file: str
    line: int
    call: str
    guarded: bool = False

    def __str__(self) -> str:
        return f"{self.file}:{self.line} {self.call}{' (guarded)' if self.guarded else ''}"


class Injector:
    """Replaces the calls while it is entered; `places` are those that were made.

    While `failing` is set, each call of that place raises what `fault` makes.
    """

    def __init__(self) -> None:
        self.places: dict[Place, None] = {}
        self.failing: Place | None = None
        self.fault: Fault | None = None
        self.hits = 0
        self._inside = threading.local()
        self._restore = contextlib.ExitStack()

    def __enter__(self) -> "Injector":
        for name in _CALLS:
            self._replace(os, name, self._wrapped(getattr(os, name), name))
        self._replace(os, "access", self._access(os.access))
        self._replace(os, "scandir", self._scandir(os.scandir))
        self._replace(os, "open", self._os_open(os.open))
        opened = self._open(builtins.open)
        self._replace(builtins, "open", opened)
        self._replace(io, "open", opened)
        self._replace(subprocess.Popen, "_execute_child", self._start(subprocess.Popen._execute_child))  # type: ignore[attr-defined]  # not public
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._restore.close()

    @contextlib.contextmanager
    def fail(self, place: Place, fault: Fault) -> Iterator[None]:
        """Let the calls of a place fail."""
        self.failing, self.fault, self.hits = place, fault, 0
        try:
            yield
        finally:
            self.failing = self.fault = None

    def check(self, call: str, path: object) -> bool:
        """Note the call, and raise if it is to fail; return whether our source made it."""
        place = _place(call)
        if place is None:
            return False
        self.places.setdefault(place)
        if place == self.failing and self.fault is not None:
            self.hits += 1
            raise self.fault(path)
        return True

    def _replace(self, owner: Any, name: str, new: Any) -> None:
        self._restore.callback(setattr, owner, name, getattr(owner, name))
        setattr(owner, name, new)

    def _wrapped(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        def call(*args: Any, **options: Any) -> Any:
            self.check(name, args[0] if args else None)
            return function(*args, **options)

        return call

    def _access(self, function: Callable[..., bool]) -> Callable[..., bool]:
        def access(path: Any, *args: Any, **options: Any) -> bool:
            try:
                self.check("access", path)
            except OSError:
                return False
            return function(path, *args, **options)

        return access

    def _scandir(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def scandir(path: Any = ".") -> Any:
            return _Entries(self, function(path)) if self.check("scandir", path) else function(path)

        return scandir

    def _os_open(self, function: Callable[..., int]) -> Callable[..., int]:
        def open_(path: Any, flags: int, *args: Any, **options: Any) -> int:
            writes = flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            self.check("open to write" if writes else "open to read", path)
            return function(path, flags, *args, **options)

        return open_

    def _open(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def open_(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            call = "open to write" if set(mode) & set("wax+") else "open to read"
            # A descriptor is open already, and a pipe gives no error of a file.
            ours = (
                _is_file(file) and _place(call) is not None
                if isinstance(file, int)
                else self.check(call, file)
            )
            opened = function(file, mode, *args, **options)
            return _File(self, opened, file) if ours else opened

        return open_

    def _start(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def start(process: Any, args: Any, *others: Any) -> Any:
            self.check("start", args[0] if isinstance(args, list | tuple) else args)
            return function(process, args, *others)

        return start


class _Entries:
    """The entries of a folder, whose questions may fail."""

    def __init__(self, injector: Injector, entries: Any) -> None:
        self._injector = injector
        self._entries = entries

    def __iter__(self) -> Iterator["_Entry"]:
        return (_Entry(self._injector, entry) for entry in self._entries)

    def __next__(self) -> "_Entry":
        return _Entry(self._injector, next(self._entries))

    def __enter__(self) -> "_Entries":
        return self

    def __exit__(self, *_: object) -> None:
        self._entries.close()

    def close(self) -> None:
        """Stop listing."""
        self._entries.close()


class _Entry:
    def __init__(self, injector: Injector, entry: "os.DirEntry[str]") -> None:
        self._injector = injector
        self._entry = entry

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._entry, name)
        return self._asked(value) if name in ("is_dir", "is_file", "is_symlink", "stat") else value

    def __fspath__(self) -> str:
        return self._entry.path

    def _asked(self, question: Callable[..., Any]) -> Callable[..., Any]:
        def ask(**options: Any) -> Any:
            self._injector.check("entry", self._entry.path)
            return question(**options)

        return ask


class _File:
    """An open file, of which reading, writing and closing may fail; an error of these names no file."""

    def __init__(self, injector: Injector, file: Any, name: object) -> None:
        self._injector = injector
        self._file = file
        self._name = name

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._file, name)
        call = {
            "read": "read",
            "readline": "read",
            "readlines": "read",
            "write": "write",
            "flush": "write",
        }.get(name)
        return self._checked(value, call) if call else value

    def __iter__(self) -> Iterator[Any]:
        self._injector.check("read", None)
        return iter(self._file)

    def __enter__(self) -> "_File":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file in any case."""
        writable = not self._file.closed and self._file.writable()
        self._file.close()
        if writable:
            self._injector.check("close", None)

    def _checked(self, function: Callable[..., Any], call: str) -> Callable[..., Any]:
        def checked(*args: Any, **options: Any) -> Any:
            self._injector.check(call, None)
            return function(*args, **options)

        return checked


def _is_file(descriptor: int) -> bool:
    return os.path.isfile(f"/dev/fd/{descriptor}")


def _place(call: str) -> Place | None:
    """Return the line of our source in whose name a call is made; None if it is not ours."""
    frame: FrameType | None = sys._getframe(2)
    guarded = False
    while frame is not None:
        file = frame.f_code.co_filename
        if file == _GUARDED:
            guarded = True
        elif file != __file__ and file not in _IN_ITS_NAME:
            if not file.startswith(_OURS) or file.startswith(_NOT_OURS):
                return None
            return Place(file.removeprefix(f"{ROOT}{os.sep}"), frame.f_lineno, call, guarded)
        frame = frame.f_back
    return None
