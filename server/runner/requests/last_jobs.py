"""The last job of each guest, such as a series of requests: a guest has one at a time."""

import threading
from collections.abc import Iterable
from typing import Generic, Protocol, TypeVar


class CancellableJob(Protocol):
    """Something that sends requests to a guest for a while."""

    @property
    def has_ended(self) -> bool:
        """Return whether no further request is sent."""

    def cancel(self) -> None:
        """Send no further request."""


Job = TypeVar("Job", bound=CancellableJob)


class LastJobs(Generic[Job]):
    """Jobs in memory, running or over; methods may be called from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}

    def of(self, guest: str) -> Job | None:
        """Return the last job of a guest; None if there is none."""
        with self._lock:
            return self._jobs.get(guest)

    def keep_only(self, guests: Iterable[str]) -> None:
        """Forget the jobs of other guests, which were closed, and cancel them."""
        open_guests = set(guests)
        with self._lock:
            for guest in [each for each in self._jobs if each not in open_guests]:
                self._jobs.pop(guest).cancel()

    def close(self) -> None:
        """Cancel what is running."""
        with self._lock:
            for job in self._jobs.values():
                job.cancel()

    def _take(self, guest: str, job: Job) -> Job:
        """Make `job` the one of the guest and return it, or return the one that is still running."""
        with self._lock:
            former = self._jobs.get(guest)
            if former is not None and not former.has_ended:
                return former
            self._jobs[guest] = job
            return job
