"""Tests of the options that raise the limits."""

import click
import pytest
from click.testing import CliRunner

from desktop.cli.record import options
from server.runner.processes.limits import Limits


@click.command()
@options.limits
def command(**numbers: float | None) -> None:
    """Print the limits."""
    print(options.limits_of(numbers))


def test_each_limit_has_an_option() -> None:
    """What is not given keeps its default."""
    given = ["--timeout", "5", "--start-timeout", "90", "--memory", "2048", "--files", "100"]
    assert CliRunner().invoke(command, given).output.strip() == str(
        Limits(request_seconds=5.0, start_seconds=90.0, memory_mb=2048, open_files=100)
    )
    assert CliRunner().invoke(command, []).output.strip() == str(Limits())


@pytest.mark.parametrize("value", ["nan", "0", "-1", "x"])
def test_what_is_no_number_of_seconds_is_refused(value: str) -> None:
    """Also `nan`, which passes every comparison."""
    assert CliRunner().invoke(command, ["--timeout", value]).exit_code == 2
