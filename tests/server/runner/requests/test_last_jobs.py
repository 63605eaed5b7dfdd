"""Tests of the jobs that a guest has one at a time."""

from server.runner.requests.last_jobs import LastJobs


class FakeJob:
    """A job that ends when it is told to."""

    def __init__(self) -> None:
        self.has_ended = False
        self.cancelled = False

    def cancel(self) -> None:
        """Note it."""
        self.cancelled = True


class FakeJobs(LastJobs[FakeJob]):
    """Jobs that are begun without a thread."""

    def begin(self, guest: str, job: FakeJob) -> FakeJob:
        """Begin a job, or return the one that is running."""
        return self._take(guest, job)


def test_a_job_waits_for_the_one_before_it() -> None:
    """Each guest has its own; the last one can be read after it has ended."""
    jobs, first, second, other = FakeJobs(), FakeJob(), FakeJob(), FakeJob()
    assert jobs.begin("g1", first) is first
    assert jobs.begin("g1", second) is first
    assert jobs.begin("g2", other) is other
    first.has_ended = True
    assert jobs.of("g1") is first
    assert jobs.begin("g1", second) is second


def test_jobs_of_closed_guests_are_cancelled_and_forgotten() -> None:
    """At the end all are cancelled."""
    jobs, closed, kept = FakeJobs(), FakeJob(), FakeJob()
    jobs.begin("g1", closed)
    jobs.begin("g2", kept)
    jobs.keep_only(["g2"])
    assert (jobs.of("g1"), closed.cancelled, kept.cancelled) == (None, True, False)
    jobs.close()
    assert kept.cancelled
