"""Tests of Python packages as components."""

from importlib.metadata import Distribution, PathDistribution
from pathlib import Path

import pytest

from server.components.component import LicenceText
from server.components.distributions import component_of, required


def package(folder: Path, metadata: str, **files: str) -> Distribution:
    """Return an installed package with this metadata, and these files in its folder of metadata."""
    info = folder / "shop-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.4\nName: shop\nVersion: 1.0\n{metadata}\n")
    for name, text in files.items():
        (info / name).write_text(text)
    (info / "RECORD").write_text("".join(f"{info.name}/{name},,\n" for name in ("METADATA", *files)))
    return PathDistribution(info)


@pytest.mark.parametrize(
    ("metadata", "licence"),
    [
        ("License-Expression: MIT OR Apache-2.0\nLicense: old words", "MIT OR Apache-2.0"),
        ("License: ZPL 2.1\nClassifier: License :: OSI Approved :: MIT License", "ZPL 2.1"),
        ("License: Dual License\nClassifier: License :: OSI Approved :: BSD License", "BSD License"),
        (f"License: {'words ' * 40}\nClassifier: License :: OSI Approved :: BSD License", "BSD License"),
        (
            "Classifier: License :: OSI Approved\nClassifier: License :: OSI Approved :: MIT License",
            "MIT License",
        ),
        ("Classifier: Framework :: Flask", ""),
    ],
)
def test_the_licence_is_what_the_package_names(tmp_path: Path, metadata: str, licence: str) -> None:
    """The expression counts first, then a name, then the classifiers; the whole text is no name."""
    assert component_of(package(tmp_path, metadata)).licence == licence


def test_the_texts_come_along(tmp_path: Path) -> None:
    """Licences and notices are found in the folder of metadata; other files are none."""
    found = component_of(package(tmp_path, "", LICENSE="Do as you like.", NOTICE="By Ada.", AUTHORS="Ada"))
    assert found.texts == (
        LicenceText(name="LICENSE", text="Do as you like."),
        LicenceText(name="NOTICE", text="By Ada."),
    )


@pytest.mark.parametrize(
    ("metadata", "page"),
    [
        ("Home-page: https://shop.example", "https://shop.example"),
        ("Project-URL: Source, https://code.example", "https://code.example"),
        ("Home-page: javascript:alert(1)", ""),
    ],
)
def test_the_page_is_a_web_page(tmp_path: Path, metadata: str, page: str) -> None:
    """An address of another kind would be a link that does something else."""
    assert component_of(package(tmp_path, metadata)).homepage == page


def test_what_is_required_is_followed() -> None:
    """Flask requires Jinja, and Jinja requires MarkupSafe; what is not installed is left out."""
    assert {"Flask", "Jinja2", "MarkupSafe"} <= {each.name for each in required("flask")}
    assert required("no-such-package-at-all") == []
