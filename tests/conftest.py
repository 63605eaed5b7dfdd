"""Fixtures for all tests, the fast lane, parallel workers, and the tests that this machine cannot run."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests import machine
from tests.hardness import plugin as hardness
from tests.hardness.scale import Scale
from tests.sources import ROOT
from tests.support import lanes, timing, workers
from tests.support.early_failures import EarlyFailures
from tests.support.shared import shared_fork_servers

# Compiled files halve the time of a run: each of its thousand processes would compile Flask again.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

# `python -m tests.hardness --long` tries new examples each time.
settings.register_profile("long", max_examples=20_000, deadline=None)

PAGE_TIMEOUT = 30_000  # ms; a page may be slow on a busy machine


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """Use every core, or no worker if only files are named."""
    return workers.worker_count(config.args)


def pytest_configure(config: pytest.Config) -> None:
    """Print failures at once, and a table of times at the end."""
    config.pluginmanager.register(timing, "timing")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(EarlyFailures(config), "early-failures")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option with which CI fails if a test is skipped, and those of `python -m tests.hardness`."""
    hardness.add_options(parser)
    parser.addoption("--nothing-skipped", action="store_true", help="fail if a test was skipped")


def pytest_report_header() -> list[str]:
    """Show the programs that the tests use, and why the front end could not be built."""
    problem = ROOT / "static" / "dist" / "problem.txt"
    lines = [f"chromium: {machine.chromium() or 'none'}, Xvfb: {shutil.which('Xvfb') or 'none'}"]
    return [*lines, problem.read_text(encoding="utf-8").strip()] if problem.is_file() else lines


@pytest.hookimpl(tryfirst=True)  # before pytest selects by marker
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Select tests of tests/hardness, mark the fast ones, and skip those that this machine cannot run."""
    hardness.select(config, items)
    lanes.mark_fast(items)
    for marker, lack in machine.LACKS:
        concerned = [item for item in items if item.get_closest_marker(marker)]
        reason = lack() if concerned else None
        for item in concerned if reason else []:
            item.add_marker(pytest.mark.skip(reason=reason or ""))


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail the run if a test was skipped and `--nothing-skipped` was given."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if reporter and skipped and session.config.getoption("--nothing-skipped") and exitstatus == 0:
        reporter.write_line(f"{len(skipped)} skipped, and --nothing-skipped was given", red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.fixture(scope="session", autouse=True)
def fork_servers() -> Iterator[None]:
    """Close the fork servers that tests share."""
    yield
    shared_fork_servers().close()


@pytest.fixture(scope="session", autouse=True)
def temporary_files() -> Iterator[Path]:
    """The folder for temporary files of this process and of the processes that it starts.

    Each worker has its own. Every user may enter it, as with the system's folder; pytest's own folders do not
    allow that.
    """
    with (
        tempfile.TemporaryDirectory(prefix="fumehood-tests-", ignore_cleanup_errors=True) as path,
        pytest.MonkeyPatch.context() as patch,
    ):
        folder = Path(path)
        folder.chmod(0o1777)
        for name in ("TMPDIR", "TEMP", "TMP"):
            patch.setenv(name, str(folder))
        patch.setattr(tempfile, "tempdir", str(folder))
        yield folder


@pytest.fixture(scope="session")
def hardness_scale(pytestconfig: pytest.Config) -> Scale:
    """How much a long test does; `hardness_scale.choose(short=3, long=100)` returns 3 in the suite."""
    return Scale(long=bool(pytestconfig.getoption("--hardness-long")))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """A headless Chromium for the whole run; for tests marked `browser`."""
    with sync_playwright() as playwright:
        flags = ["--no-sandbox"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
        started = playwright.chromium.launch(executable_path=machine.chromium(), args=flags)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page in a new profile: 1280 by 800 pixels, English, without animation."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800}, locale="en-US", reduced_motion="reduce"
    )
    context.set_default_timeout(PAGE_TIMEOUT)
    expect.set_options(timeout=PAGE_TIMEOUT)
    yield context.new_page()
    context.close()


@pytest.fixture(scope="session")
def display(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a display for windows: an Xvfb, so that no window appears on the developer's screen."""
    with machine.xvfb(tmp_path_factory.mktemp("xvfb") / "log") as name:
        yield name
