"""Read what can be read, and replace what can be written: files and folders that may be in any state.

Anybody may have named their paths.

`os.path.isfile`, `isdir` and `exists` are used instead of the methods of `Path`, which raise before
Python 3.14 if a folder on the way may not be entered.
"""

import errno
import os
import stat
import tempfile
import time
from contextlib import suppress
from itertools import chain, count, islice
from pathlib import Path
from typing import BinaryIO, Final

# What a call on a path raises: of the system, a null character or a lone surrogate, a user without a home.
ERRORS: Final = (OSError, ValueError, RuntimeError)


def listing(folder: Path, most: int | None = None) -> list[Path]:
    """Return what is in a folder, `most` of it, by name; OSError if it cannot be listed."""
    try:
        return sorted(islice(folder.iterdir(), most))
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(folder)) from error


def entries(folder: Path) -> list[Path]:
    """Return what is in a folder, by name; nothing if it cannot be listed."""
    try:
        return listing(folder)
    except OSError:
        return []


def matches(folder: Path, pattern: str) -> list[Path]:
    """Return what is in a folder by a pattern, by name; nothing if it cannot be listed."""
    try:
        return sorted(folder.glob(pattern))
    except ERRORS:
        return []


def resolved(path: Path) -> Path:
    """Return the absolute path without links, or as it is written where they cannot be followed."""
    try:
        return path.resolve()
    except ERRORS:
        return Path(os.path.abspath(path)) if path.is_absolute() else working_folder() / path


def expanded(path: str | Path) -> Path:
    """Return the path with the user's home instead of a `~` at its beginning.

    It stays as it is written if nobody has that name, and so does `./~`, a folder of the name `~`.
    """
    try:
        return Path(path).expanduser() if os.fspath(path).startswith("~") else Path(path)
    except ERRORS:
        return Path(path)


def home() -> Path:
    """Return the user's home folder; the root folder for a user without one."""
    try:
        return Path.home()
    except ERRORS:
        return Path(os.path.abspath(os.sep))


def working_folder() -> Path:
    """Return the working folder; the root folder if it was removed or may not be looked up."""
    try:
        return Path.cwd()
    except OSError:
        return Path(os.path.abspath(os.sep))


def named_path(text: str) -> Path:
    """Return the path that a user typed, with `~` replaced; OSError if there can be no such path."""
    try:
        text.encode()
        path = Path(text).expanduser() if text.startswith("~") else Path(text)
        os.fsencode(path)
        if "\0" in text:
            raise OSError(errno.EINVAL, "a path contains no null character", text)
        with suppress(FileNotFoundError, NotADirectoryError, PermissionError):
            os.lstat(path)
    except UnicodeEncodeError as error:
        raise OSError(errno.EILSEQ, os.strerror(errno.EILSEQ), text) from error
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), text) from error
    except RuntimeError as error:
        name = text.partition("/")[0].removeprefix("~")
        raise OSError(errno.ENOENT, f"there is no user {name}", text) from error
    return path


def typed_path(text: str, folder: Path | None = None) -> str:
    """Return what a user typed without the spaces around it, unless there is such a path in `folder`.

    That is by default the working folder.
    """
    trimmed = text.strip()
    if trimmed == text:
        return text
    try:
        return text if os.path.lexists((folder or working_folder()) / expanded(text)) else trimmed
    except ERRORS:
        return trimmed


def refusal(path: Path) -> str:
    """Return why the system refuses to look at a path; empty if it does not, or if nothing is there."""
    try:
        path.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return ""
    except OSError as error:
        return error.strerror or str(error)
    return ""


def open_file(path: Path) -> BinaryIO:
    """Open a regular file to be read; OSError for anything else, so that nobody waits for a pipe."""
    try:
        return open(path, "rb", opener=_open_regular)
    except ValueError as error:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path)) from error


def read_bytes(path: Path, most: int = -1) -> bytes:
    """Return the bytes of a regular file, the first `most` of them; OSError if they cannot be read."""
    try:
        with open_file(path) as file:
            return file.read(most)
    except OSError as error:
        # An error while reading does not say which file it was.
        raise OSError(error.errno, error.strerror, str(path)) from error


def read_text(path: Path) -> str:
    """Return the text of a file with its line ends; OSError if it cannot be read, or is not UTF-8."""
    try:
        return read_bytes(path).decode()
    except UnicodeDecodeError as error:
        raise OSError(errno.EILSEQ, "it is no UTF-8 text", str(path)) from error


def beginning(path: Path, most: int) -> bytes:
    """Return the first `most` bytes of a regular file; nothing if it cannot be read."""
    try:
        return read_bytes(path, most)
    except OSError:
        return b""


def replace_file(path: Path, data: bytes) -> None:
    """Replace the contents of a file in one step: another process sees the old ones or the new ones.

    Only the user may read the file, from its first byte on. OSError if it cannot be written; then it is as
    before.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def dated_name(path: Path, mark: str) -> Path:
    """Return a path beside `path` at which nothing is, of its name, the mark and the time."""
    stamp = path.with_name(f"{path.name}{mark}{time.strftime('%Y%m%d-%H%M%S')}")
    others = (stamp.with_name(f"{stamp.name}-{number}") for number in count(2))
    return next(name for name in chain((stamp,), others) if not os.path.lexists(name))


def _open_regular(name: str, flags: int) -> int:
    descriptor = os.open(name, flags | getattr(os, "O_NONBLOCK", 0))
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, "it is no regular file", name)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor
