"""What is in the files of a project, by digest: a file that was written again as it was has not changed."""

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Final

_READ_BYTES: Final = 4 << 20


class FileContents:
    """Remembers the digest of each file; not safe between threads."""

    def __init__(self) -> None:
        self._digests: dict[Path, bytes] = {}

    def read(self, files: Iterable[Path]) -> None:
        """Read files that have not been read yet."""
        for file in files:
            if file not in self._digests:
                self._digests[file] = _digest(file)

    def changed(self, file: Path) -> bool:
        """Return whether a file has other contents than when it was read last; a missing file is empty."""
        digest = _digest(file)
        if self._digests.get(file, b"") == digest:
            return False
        self._digests[file] = digest
        return True


def _digest(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return hashlib.blake2b(opened.read(_READ_BYTES), digest_size=16).digest()
    except OSError:
        return b""
