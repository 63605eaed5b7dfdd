"""Fixtures of the tests of mail: an app whose mail is caught."""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from server.model.mail import MailMessage
from server.runner.mail.catcher import MailCatcher
from tests.environments import environment
from tests.server.probe.conftest import OWN, PYTHONS, LoadApp
from tests.support.probe_host import ProbeHost


class MailingApp(NamedTuple):
    """A guest, and the messages of it that were caught."""

    host: ProbeHost
    messages: list[MailMessage]


@pytest.fixture(scope="module", params=PYTHONS)
def running_app(request: pytest.FixtureRequest) -> Iterator[MailingApp]:
    """The app that sends mail, which is caught; on every Flask, and one process for all tests of a file."""
    python: Path | None = None if request.param == OWN else environment(request.param)
    messages: list[MailMessage] = []
    catcher = MailCatcher(messages.append)
    with ProbeHost(python) as host:
        ready = host.load("smtplib_app.py", mail_port=catcher.port_of("ferries"))
        assert ready["type"] == "ready", ready
        yield MailingApp(host, messages)
    catcher.close()


@pytest.fixture
def mailing_app(running_app: MailingApp) -> ProbeHost:
    """The app that sends mail."""
    return running_app.host


@pytest.fixture
def messages(running_app: MailingApp) -> list[MailMessage]:
    """The messages that were caught in this test."""
    running_app.messages.clear()
    return running_app.messages


@pytest.fixture
def app_without_catcher(load: LoadApp) -> ProbeHost:
    """The same app where no catcher could start."""
    return load("smtplib_app.py", mail_port=None)[0]
