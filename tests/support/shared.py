"""Objects that tests read and never change, created once per process: the labs and compiled templates."""

import functools
from typing import Final

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache

from server.handbook.catalogue.catalogue import Catalogue
from server.runner.guests.fork_servers import ForkServers


@functools.cache
def shared_fork_servers() -> ForkServers:
    """Return the fork servers of this process; tests/conftest.py closes them."""
    return ForkServers()


@functools.cache
def shared_catalogue() -> Catalogue:
    """Return the catalogue of the labs that come with Fumehood."""
    return Catalogue()


class MemoryBytecodeCache(BytecodeCache):
    """Compiled templates in memory, by template name and source.

    Templates of one name and source must be compiled with the same options, as the workbench's are.
    """

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if its template was compiled before."""
        code = self._code.get((bucket.key, bucket.checksum))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the compiled template."""
        self._code[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_TEMPLATES: Final = MemoryBytecodeCache()


def share_templates(app: Flask) -> None:
    """Let an app use the templates that other apps have compiled in this process."""
    app.jinja_env.bytecode_cache = _TEMPLATES
