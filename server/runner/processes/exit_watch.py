"""Waits for a pipe and for the end of a process that is not our child."""

import os
import select
import sys


def ends_before_readable(pid: int, descriptor: int) -> bool:
    """Wait until `descriptor` can be read or a process ends; return whether it was the process.

    Return False at once on systems without pidfd_open(2), which only Linux has.
    """
    if sys.platform != "linux":
        return False
    try:
        process = os.pidfd_open(pid)
    except OSError as error:
        return isinstance(error, ProcessLookupError)
    try:
        poll = select.poll()
        for each in (process, descriptor):
            poll.register(each, select.POLLIN)
        return descriptor not in dict(poll.poll())
    finally:
        os.close(process)
