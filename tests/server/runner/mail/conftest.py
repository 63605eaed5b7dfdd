"""A mail catcher that is closed after the test, and the messages that it caught."""

from collections.abc import Iterator

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import MailCatcher


@pytest.fixture
def messages() -> list[MailMessage]:
    """The messages that were caught."""
    return []


@pytest.fixture
def catcher(messages: list[MailMessage]) -> Iterator[MailCatcher]:
    """A catcher that is closed after the test."""
    catcher = MailCatcher(messages.append)
    yield catcher
    catcher.close()
