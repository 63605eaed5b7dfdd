"""Icons in all sizes, drawn from the one drawing."""

from pathlib import Path
from typing import Final

SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
WINDOWS_SIZES: Final = (16, 24, 32, 48, 64, 128, 256)


def draw_icon(drawing: Path, size: int, target: Path) -> None:
    """Write a square PNG of `size` pixels."""
    from PySide6.QtCore import Qt  # noqa: PLC0415 - takes a quarter of a second
    from PySide6.QtGui import QImage, QPainter  # noqa: PLC0415 - as above
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - as above

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(str(drawing))
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    if not renderer.isValid() or not image.save(str(target), "PNG"):  # type: ignore[call-overload]  # bytes in the stub
        raise OSError(f"the icon {target} could not be drawn from {drawing}")


def draw_windows_icon(drawing: Path, target: Path) -> None:
    """Write an .ico file with every size that Windows shows."""
    from PIL import Image  # noqa: PLC0415 - only the installer for Windows needs it

    images = []
    for size in WINDOWS_SIZES:
        file = target.with_name(f"{target.stem}-{size}.png")
        draw_icon(drawing, size, file)
        images.append(Image.open(file))
    images[-1].save(target, format="ICO", append_images=images[:-1], sizes=[image.size for image in images])
