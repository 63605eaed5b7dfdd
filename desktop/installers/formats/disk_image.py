"""The disk image for macOS: an app bundle beside a link to Applications."""

import plistlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from desktop.installers import product
from desktop.installers.formats import machine
from desktop.installers.formats.format import Format, Parts
from desktop.installers.icons import draw_icon
from desktop.installers.linux.files import DRAWING
from desktop.installers.product import NAME, TITLE

# The sizes of an icon set: pixels, and the name that iconutil expects.
ICON_SET: Final = tuple(
    (size * scale, f"icon_{size}x{size}{'@2x' if scale == 2 else ''}.png")  # noqa: PLR2004 - Retina's factor
    for size in (16, 32, 128, 256, 512)
    for scale in (1, 2)
)


def obstacle() -> str:
    """Return why no disk image can be made here."""
    return "" if sys.platform == "darwin" else "it holds an app for macOS, which only macOS can make and sign"


def information(parts: Parts) -> dict[str, Any]:
    """Return the Info.plist of the app: names, version, and the documents that it opens."""
    return {
        "CFBundleIdentifier": product.COMPONENT_ID,
        "CFBundleName": TITLE,
        "CFBundleDisplayName": TITLE,
        "CFBundleExecutable": NAME,
        "CFBundlePackageType": "APPL",
        "CFBundleShortVersionString": parts.release.version,
        "CFBundleVersion": parts.release.version,
        "CFBundleIconFile": f"{NAME}.icns",
        "CFBundleDevelopmentRegion": "en",
        "CFBundleLocalizations": ["en", "sv"],
        "LSMinimumSystemVersion": "12.0",
        "LSApplicationCategoryType": "public.app-category.developer-tools",
        "NSHighResolutionCapable": True,
        "CFBundleDocumentTypes": [
            {
                "CFBundleTypeName": "Folders and Python files",
                "CFBundleTypeRole": "Viewer",
                "LSHandlerRank": "Alternate",
                "LSItemContentTypes": ["public.folder", "public.python-script"],
            }
        ],
    }


def app_folder(parts: Parts) -> Path:
    """Lay out the app in the work folder and return it: program, icon, Info.plist."""
    app = parts.work / "image" / f"{TITLE}.app"
    shutil.rmtree(app.parent, ignore_errors=True)
    resources = app / "Contents" / "Resources"
    resources.mkdir(parents=True)
    shutil.copytree(parts.bundle, app / "Contents" / "MacOS", symlinks=True)
    (app / "Contents" / "Info.plist").write_bytes(plistlib.dumps(information(parts)))
    icons = parts.work / f"{NAME}.iconset"
    for pixels, name in ICON_SET:
        draw_icon(DRAWING, pixels, icons / name)
    _run("iconutil", "--convert", "icns", "--output", str(resources / f"{NAME}.icns"), str(icons))
    return app


def build(parts: Parts, into: Path) -> Path:
    """Write the disk image. Signing comes after it, where the release has the keys."""
    app = app_folder(parts)
    (app.parent / "Applications").symlink_to("/Applications")
    target = into / f"{NAME}-{parts.release.version}-macos-{machine.processor()}.dmg"
    _run(
        *("hdiutil", "create", "-volname", TITLE, "-srcfolder", str(app.parent)),
        *("-format", "ULMO", "-ov", str(target)),
    )
    return target


def _run(*words: str) -> None:
    subprocess.run(words, check=True, capture_output=True)  # noqa: S603 - our own words


DISK_IMAGE: Final = Format(name="macos", obstacle=obstacle, build=build)
