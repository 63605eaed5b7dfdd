"""The errors that each call on a file or folder can give."""

import errno
import os
from collections.abc import Callable
from typing import Final

# What any call that takes a path can give.
_OF_PATH: Final = (
    errno.EACCES,
    errno.ENOENT,
    errno.ENOTDIR,
    errno.ELOOP,
    errno.ENAMETOOLONG,
    errno.EIO,
)
_OF_CHANGE: Final = (*_OF_PATH, errno.ENOSPC, errno.EROFS, errno.EDQUOT)
_OF_DESCRIPTORS: Final = (errno.EMFILE, errno.ENFILE)

NUMBERS: Final = {
    "stat": _OF_PATH,
    "lstat": _OF_PATH,
    "fstat": (errno.EIO, errno.ENOMEM),
    "readlink": _OF_PATH,
    "access": (errno.EACCES,),
    "getcwd": (errno.ENOENT, errno.EACCES),
    "chdir": _OF_PATH,
    "listdir": (*_OF_PATH, *_OF_DESCRIPTORS),
    "scandir": (*_OF_PATH, *_OF_DESCRIPTORS),
    "entry": (errno.EACCES, errno.ELOOP, errno.EIO),
    "open to read": (*_OF_PATH, errno.EISDIR, *_OF_DESCRIPTORS),
    "open to write": (*_OF_CHANGE, errno.EISDIR, *_OF_DESCRIPTORS),
    "read": (errno.EIO, errno.EISDIR),
    "write": (errno.ENOSPC, errno.EDQUOT, errno.EIO),
    "close": (errno.ENOSPC, errno.EIO),
    "fsync": (errno.EIO, errno.ENOSPC),
    "mkdir": (*_OF_CHANGE, errno.EEXIST),
    "rename": (*_OF_CHANGE, errno.EISDIR, errno.ENOTEMPTY, errno.EXDEV, errno.EBUSY),
    "replace": (*_OF_CHANGE, errno.EISDIR, errno.ENOTEMPTY, errno.EXDEV, errno.EBUSY),
    "unlink": (*_OF_PATH, errno.EROFS, errno.EISDIR, errno.EBUSY),
    "remove": (*_OF_PATH, errno.EROFS, errno.EISDIR, errno.EBUSY),
    "rmdir": (*_OF_PATH, errno.EROFS, errno.ENOTEMPTY, errno.EBUSY),
    "chmod": (*_OF_PATH, errno.EROFS, errno.EPERM),
    "link": _OF_CHANGE,
    "symlink": _OF_CHANGE,
    "utime": (*_OF_PATH, errno.EROFS),
    "pipe": _OF_DESCRIPTORS,
    "start": (errno.EACCES, errno.ENOENT, errno.ENOEXEC, errno.EAGAIN, errno.ENOMEM, errno.EMFILE),
}
# Calls that take a path which somebody may have typed: it can contain what no path can contain.
TAKES_NAME: Final = frozenset({"stat", "lstat", "listdir", "scandir", "open to read", "readlink"})

Fault = Callable[[object], Exception]


def null_character(_path: object) -> Exception:
    """Return the error of a path with a null character."""
    return ValueError("embedded null byte")


def half_character(_path: object) -> Exception:
    """Return the error of a path with half a surrogate pair."""
    return UnicodeEncodeError("utf-8", "\ud800", 0, 1, "surrogates not allowed")


def system_error(number: int) -> Fault:
    """Return what makes the error of a number, for a path or a descriptor."""

    def make(path: object) -> Exception:
        name = path if isinstance(path, str | bytes | os.PathLike) else None
        return OSError(number, os.strerror(number), None if name is None else os.fspath(name))

    make.__name__ = errno.errorcode[number]
    return make


def faults_of(call: str, *, names: bool) -> tuple[Fault, ...]:
    """Return the errors of a call; with `names` also those of a path that can be none."""
    faults: tuple[Fault, ...] = tuple(map(system_error, NUMBERS[call]))
    return (*faults, null_character, half_character) if names and call in TAKES_NAME else faults
