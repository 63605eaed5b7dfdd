"""Icons have the sizes that are asked for, and a drawing that cannot be read is an error."""

from pathlib import Path

import pytest
from PIL import Image

from desktop.installers.icons import WINDOWS_SIZES, draw_icon, draw_windows_icon
from desktop.installers.linux.files import DRAWING


def test_an_icon_has_its_size_and_is_not_empty(tmp_path: Path) -> None:
    """The picture has the pixels, a transparent corner and something in the middle."""
    draw_icon(DRAWING, 64, tmp_path / "icon.png")
    with Image.open(tmp_path / "icon.png") as image:
        assert image.size == (64, 64)
        assert image.convert("RGBA").getchannel("A").getextrema() == (0, 255)


def test_a_windows_icon_has_every_size(tmp_path: Path) -> None:
    """The .ico file holds one picture a size."""
    draw_windows_icon(DRAWING, tmp_path / "app.ico")
    with Image.open(tmp_path / "app.ico") as image:
        assert image.info["sizes"] == {(size, size) for size in WINDOWS_SIZES}


def test_a_broken_drawing_is_an_error(tmp_path: Path) -> None:
    """What is no SVG is named in the error."""
    broken = tmp_path / "broken.svg"
    broken.write_text("no drawing")
    with pytest.raises(OSError, match=r"broken\.svg"):
        draw_icon(broken, 16, tmp_path / "icon.png")
