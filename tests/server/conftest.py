"""The clients that tests of pages use, a mail catcher, and guests without coverage."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import MailCatcher
from tests.support.handbook_client import HandbookClient, handbook_client
from tests.support.workbench_client import WorkbenchClient, workbench_client


@pytest.fixture
def workbench(tmp_path: Path) -> Iterator[WorkbenchClient]:
    """A client of a workbench with fake guests."""
    with workbench_client(tmp_path) as client:
        yield client


@pytest.fixture
def handbook(tmp_path: Path) -> Iterator[HandbookClient]:
    """A client of a workbench whose handbook has the two sample labs."""
    with handbook_client(tmp_path) as client:
        yield client


@pytest.fixture
def messages() -> list[MailMessage]:
    """The messages that `catcher` caught."""
    return []


@pytest.fixture
def catcher(messages: list[MailMessage]) -> Iterator[MailCatcher]:
    """A mail catcher that is closed after the test."""
    catcher = MailCatcher(messages.append)
    yield catcher
    catcher.close()


@pytest.fixture(scope="module")
def without_coverage() -> Iterator[None]:
    """Measure no coverage inside guests: it loads modules and traces, and some tests look at both."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("COVERAGE_PROCESS_CONFIG", raising=False)
        yield
