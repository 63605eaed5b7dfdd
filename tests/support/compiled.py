"""What many tests need and none changes, made once a process: the labs of the handbook, and templates."""

import functools
from typing import Final

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from server.handbook.catalogue import Catalogue


@functools.cache
def catalogue() -> Catalogue:
    """Return the catalogue of the labs that come with Fumehood."""
    return Catalogue()


class CodeInMemory(BytecodeCache):
    """Compiled templates by the name and the source they were compiled from.

    Templates of one name and source must be compiled with the same options, as those of the workbench are.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template was compiled before."""
        code = self._code.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_TEMPLATES: Final = CodeInMemory()


def share_templates(app: Flask) -> None:
    """Let an app use the templates that apps before it compiled in this process."""
    app.jinja_env.bytecode_cache = _TEMPLATES
