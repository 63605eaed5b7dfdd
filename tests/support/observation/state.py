"""The state of a Python process that a guest can look at."""

from __future__ import annotations

import atexit
import contextvars
import gc
import hashlib
import inspect
import locale
import logging
import os
import random
import re
import signal
import socket
import sys
import tempfile
import threading
import warnings
from collections import Counter
from pathlib import Path
from types import FunctionType, MethodType, ModuleType
from typing import Any

import flask
from flask import helpers, templating

PROBE = "/probe/child/"
STANDARD_ERROR = 2
OURS = ("_fumehood", "__main__", "__mp_main__")


def name_of(value: Any) -> str:
    """Return a name for an object of any type."""
    named = value if isinstance(value, type) or inspect.isroutine(value) else type(value)
    return f"{named.__module__}.{named.__qualname__}"


def code_file(value: Any) -> str:
    """Return the file of a function's own code, whatever it wraps; the empty string for others."""
    if type(value) in (staticmethod, classmethod, MethodType):
        value = value.__func__
    return value.__code__.co_filename if type(value) is FunctionType else ""


def replaced() -> list[str]:
    """Return the functions and methods of libraries whose code is the probe's, each by its first name."""
    found: dict[int, str] = {}
    for name, module in sorted(sys.modules.items()):
        if type(module) is not ModuleType or name.startswith(OURS):
            continue
        for key, value in sorted(vars(module).items()):
            if PROBE in code_file(value):
                module_name = value.__module__ if not value.__module__.startswith(OURS) else name
                found.setdefault(id(value), f"{module_name}.{key}")
            if type(value) is type and value.__module__ == name:
                for attribute, method in sorted(vars(value).items()):
                    if PROBE in code_file(method):
                        found.setdefault(id(method), f"{name}.{value.__qualname__}.{attribute}")
    return sorted({name for name in found.values() if not name.startswith(OURS)})


def signatures() -> dict[str, str]:
    """Return the signatures of Flask's own methods and functions."""
    return {
        f"{owner.__name__}.{key}": signature_of(getattr(owner, key, None))
        for owner in (flask, flask.Flask, flask.Blueprint)
        for key in sorted(vars(owner))
        if inspect.isroutine(getattr(owner, key, None))
    }


def signature_of(function: Any) -> str:
    """Return the signature of a function as text, or why it has none."""
    try:
        return re.sub(r" at 0x\w+", "", str(inspect.signature(function)))
    except (TypeError, ValueError) as error:
        return f"{type(error).__name__}: {error}"


def identities() -> dict[str, bool]:
    """Return which names of Flask are the same object."""
    return {
        "render_template": flask.render_template is templating.render_template,
        "flash": flask.flash is helpers.flash,
        "get_flashed_messages": flask.get_flashed_messages is helpers.get_flashed_messages,
        "Flask": type(flask.Flask) is type,
    }


def descriptors_of_data() -> list[str]:
    """Return the attributes of Flask's class that are neither functions nor data."""
    kinds = ((key, type(value)) for key, value in vars(flask.Flask).items())
    return sorted(f"{key}: {kind.__name__}" for key, kind in kinds if "fumehood" in kind.__module__)


def loggers() -> dict[str, Any]:
    """Return the configuration of logging."""
    known = {
        name: [each.level, each.propagate, each.disabled, [name_of(handler) for handler in each.handlers]]
        for name, each in sorted(logging.root.manager.loggerDict.items())
        if isinstance(each, logging.Logger)
    }
    return {
        "root": [logging.root.level, [name_of(handler) for handler in logging.root.handlers]],
        "loggers": known,
        "classes": [name_of(logging.getLoggerClass()), name_of(logging.getLogRecordFactory())],
        "disabled": logging.root.manager.disable,
        "capture": warnings.showwarning.__module__,
    }


def open_files() -> dict[str, int]:
    """Return how many descriptors of each kind are open, but for the standard streams."""
    folder = Path("/proc/self/fd")
    kinds: Counter[str] = Counter()
    for link in folder.iterdir() if folder.exists() else ():
        try:
            target = os.readlink(link)
        except OSError:
            continue
        if int(link.name) > STANDARD_ERROR:
            kinds[target.partition(":")[0] if ":[" in target else "file"] += 1
    return dict(kinds)


def snapshot() -> dict[str, Any]:
    """Return the state of this process by names; each value is comparable with that of another process."""
    return {
        "argv": sys.argv,
        "atexit": atexit._ncallbacks(),
        "class descriptors": descriptors_of_data(),
        "context variables": sorted(
            {each.name for each in contextvars.copy_context() if "fumehood" in each.name}
        ),
        "environment": dict(os.environ),
        "excepthook": [
            name_of(hook)
            for hook in (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook)
        ],
        "files": open_files(),
        "folder": os.getcwd(),
        "functions": replaced(),
        "gc": [gc.isenabled(), gc.get_threshold(), gc.get_debug(), gc.get_freeze_count(), len(gc.callbacks)],
        "identities": identities(),
        "import hooks": [
            [name_of(each) for each in sys.meta_path],
            [name_of(each) for each in sys.path_hooks],
        ],
        "limits": [sys.getrecursionlimit(), sys.getswitchinterval(), socket.getdefaulttimeout()],
        "locale": [locale.setlocale(locale.LC_ALL), locale.getpreferredencoding(do_setlocale=False)],
        "logging": loggers(),
        "main": [sys.modules["__main__"].__name__, Path(str(sys.modules["__main__"].__file__)).name],
        "modules": sorted(set(sys.modules) - {"app"}),
        "orig_argv": sys.orig_argv,
        "path": sys.path,
        "random": hashlib.sha256(repr(random.getstate()).encode()).hexdigest(),
        "signals": {int(number): str(signal.getsignal(number)) for number in signal.valid_signals()},
        "signatures": signatures(),
        "stdin": [sys.stdin.name, sys.stdin.mode],
        "streams": [sorted(set(vars(stream)) - {"mode"}) for stream in (sys.stdout, sys.stderr)],
        "system threads": system_threads() - threading.active_count(),
        "tempdir": tempfile.gettempdir(),
        "threads": sorted({each.name.rstrip("0123456789") for each in threading.enumerate()}),
        "trace": [str(sys.gettrace()), str(sys.getprofile()), str(threading.gettrace())],
        "umask": umask(),
        "warnings": [str(each) for each in warnings.filters],
        "working set": sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [],
    }


def system_threads() -> int:
    """Return how many threads the operating system knows of this process."""
    tasks = Path("/proc/self/task")
    return len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()


def umask() -> int:
    """Return the umask, which can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
