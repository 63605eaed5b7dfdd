"""Fumehood and the stub app in real windows."""

import sys
from collections.abc import Iterator

import pytest

from tests.support.window import cdp
from tests.support.window.program import Program, UserDesktop, started

INPUT_SECONDS = 2  # as in desktop/shell/window/web_view.py


@pytest.fixture
def fumehood(user_desktop: UserDesktop) -> Iterator[Program]:
    """Fumehood with its home page."""
    with started(user_desktop) as program:
        yield program


@pytest.fixture(scope="package")
def stub_app(shared_desktop: UserDesktop) -> Iterator[Program]:
    """The stub app, open for all tests of this folder."""
    placement_file = str(shared_desktop.home.parent / "window.json")
    command = (sys.executable, "-m", "tests.support.window.stub_app", placement_file)
    with started(shared_desktop, command=command) as program:
        yield program


@pytest.fixture
def untouched(stub_page: cdp.Page) -> cdp.Page:
    """That page once input of earlier tests no longer counts as the cause of what a page does."""
    stub_page.run(f"new Promise((done) => setTimeout(done, {INPUT_SECONDS * 1000 + 100}))")
    return stub_page


@pytest.fixture
def stub_page(stub_app: Program) -> cdp.Page:
    """The first page of the stub app, loaded again."""
    page = stub_app.page()
    page.run("location.pathname === '/' || (location.href = '/')")
    cdp.until("home", lambda: page.run("location.pathname === '/' && document.readyState === 'complete'"))
    return page
