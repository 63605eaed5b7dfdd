"""Prints a failure as soon as it happens, since a whole run takes minutes."""

import pytest


class EarlyFailures:
    """A plugin for pytest's own process, which gets the reports of all workers."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Print the name of a failed test and why it failed."""
        reporter = self._config.pluginmanager.get_plugin("terminalreporter")
        if report.failed and reporter is not None:
            reporter.ensure_newline()
            reporter.write_line(f"FAILED {report.nodeid} ({report.when})", red=True)
            reporter.write_line(report.longreprtext)
