"""Tests of the version."""

from importlib import metadata

import pytest

from desktop.cli.version import version


def test_the_version_is_that_of_the_package() -> None:
    """It is read from the metadata of the installed package."""
    assert version() == metadata.version("fumehood")


def test_a_tree_that_is_not_installed_has_no_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without metadata the version is unknown, which is not an error."""

    def missing(name: str) -> str:
        raise metadata.PackageNotFoundError(name)

    monkeypatch.setattr(metadata, "version", missing)
    assert version() == "unknown"
