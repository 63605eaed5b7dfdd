"""Fumehood and the stub app in real windows."""

import sys
from collections.abc import Iterator

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program, UserDesktop, started


@pytest.fixture
def fumehood(user_desktop: UserDesktop) -> Iterator[Program]:
    """Fumehood with its home page."""
    with started(user_desktop) as program:
        yield program


@pytest.fixture(scope="module")
def stub_app(shared_desktop: UserDesktop) -> Iterator[Program]:
    """The stub app, open for all tests of a module."""
    placement_file = str(shared_desktop.home.parent / "window.json")
    command = (sys.executable, "-m", "tests.support.window.stub_app", placement_file)
    with started(shared_desktop, command=command) as program:
        yield program


@pytest.fixture
def stub_page(stub_app: Program) -> cdp.Page:
    """The first page of the stub app, loaded again."""
    page = stub_app.page()
    page.run("location.pathname === '/' || (location.href = '/')")
    cdp.until("home", lambda: page.run("location.pathname === '/' && document.readyState === 'complete'"))
    return page
