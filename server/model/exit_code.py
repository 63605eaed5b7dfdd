"""The exit codes of the command line."""

from enum import IntEnum


class ExitCode(IntEnum):
    """The exit codes of the command line, which docs/cli.md documents and which do not change."""

    OK = 0
    DIFFERS = 1
    USAGE = 2
    IMPORT = 3
    PORT = 4
    TIMEOUT = 5
    INTERPRETER = 6
    RUNNING = 7
    BROKEN = 8
    INTERRUPTED = 130
