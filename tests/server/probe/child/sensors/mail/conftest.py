"""Fixtures of the tests of mail: an app whose mail is caught."""

from pathlib import Path

import pytest

from server.runner.mail.catcher import MailCatcher
from tests.environments import environment
from tests.server.probe.conftest import PYTHONS, LoadApp
from tests.support.probe_host import ProbeHost


@pytest.fixture(params=PYTHONS)
def mailing_app(request: pytest.FixtureRequest, load: LoadApp, catcher: MailCatcher) -> ProbeHost:
    """The app that sends mail, which is caught; on every Flask."""
    python: Path | None = None if request.param == "own" else environment(request.param)
    host, ready = load("smtplib_app.py", python=python, mail_port=catcher.port_of("ferries"))
    assert ready["type"] == "ready", ready
    return host


@pytest.fixture
def app_without_catcher(load: LoadApp) -> ProbeHost:
    """The same app where no catcher could start."""
    return load("smtplib_app.py", mail_port=None)[0]
