"""Tests of access to the services of the current app."""

import pytest

from server import resources as resource_files
from server.web.base.context import resources, services, settings
from tests.support.workbench_client import WorkbenchClient


def test_the_current_app_has_its_own_services(workbench: WorkbenchClient) -> None:
    """Several apps may live in one process, as in the tests."""
    with workbench.app.app_context():
        assert services() is workbench.services
        assert settings() is workbench.store.settings
        assert resources() == resource_files.find()


def test_without_an_app_there_are_no_services() -> None:
    """Nothing falls back to a global."""
    with pytest.raises(RuntimeError, match="outside of application context"):
        services()
