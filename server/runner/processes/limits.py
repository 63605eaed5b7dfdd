"""The limits of a guest: time, memory, open files, output."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The limits of one guest: times in seconds, memory of its whole process tree in MiB, sizes in bytes.

    `threads` is how many requests are answered at the same time; each open stream takes one of them.
    """

    start_seconds: float = 20.0
    request_seconds: float = 30.0
    stop_seconds: float = 0.5
    memory_mb: int = 1024
    open_files: int = 4096
    output_lines: int = 200
    body_bytes: int = 1 << 20
    threads: int = 256
