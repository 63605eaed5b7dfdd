"""Sizes are added up by package; small ones are left out."""

from pathlib import Path

import pytest

from desktop.installers.report import sizes


def test_sizes_are_those_of_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package has what auditwheel put beside it; the program stands for itself; the largest comes first."""
    monkeypatch.setattr(sizes, "LEAST_BYTES", 3)
    contents = {
        "fumehood": 4,
        "_internal/numpy/core.so": 3,
        "_internal/numpy.libs/blas.so": 2,
        "_internal/six.py": 1,
    }
    for place, size in contents.items():
        file = tmp_path / place
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"x" * size)
    found = sizes.sizes_by_package(tmp_path, [tmp_path / place for place in contents])
    assert list(found.items()) == [("numpy", 5), ("fumehood", 4)]
