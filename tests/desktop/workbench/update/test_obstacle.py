"""Only a program in a folder of the user's own is replaced; others are told how they are updated."""

import os
import sys
from pathlib import Path

import pytest

from desktop.cli.locale import translated
from desktop.workbench.update import obstacle
from desktop.workbench.update.obstacle import replaceable
from server.model.problem import Problem


def remedy() -> str:
    """Return how this Fumehood is updated instead."""
    found = replaceable()
    assert isinstance(found, Problem)
    return found.remedy


def test_a_folder_of_the_user_is_replaceable(program: Path) -> None:
    """It is an unpacked archive."""
    assert replaceable() == program


def test_a_checkout_is_updated_by_git() -> None:
    """It runs on a Python of its own."""
    assert "git pull" in remedy()


def test_the_reason_is_in_the_language_of_its_reader() -> None:
    """Which is that of the page, and not always that of the process."""
    with translated("sv"):
        swedish = remedy()
    assert "git pull" in swedish
    assert swedish != remedy()


def test_an_installed_package_is_updated_by_a_package(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also where an administrator runs it, who may write everywhere."""
    monkeypatch.setattr(obstacle, "PACKAGES", program.parent)
    assert "Install the newer package" in remedy()


def test_a_folder_that_cannot_be_written_is_left_alone(
    program: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that somebody else has put there is somebody else's."""
    monkeypatch.setattr(os, "access", lambda path, _mode: path != program.parent)
    assert "Install the newer package" in remedy()


def test_windows_has_an_installer(program: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A running program cannot be renamed there."""
    monkeypatch.setattr(sys, "executable", str(program / "fumehood"))
    monkeypatch.setattr(obstacle, "program_folder", lambda: program)
    monkeypatch.setattr(os, "name", "nt")
    assert "installer" in remedy()
