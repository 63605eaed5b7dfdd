"""All files that a Linux package installs beside the bundle, in a folder laid out like the root."""

import gzip
from pathlib import Path
from typing import Final

from desktop.cli.main import cli
from desktop.installers import product
from desktop.installers.icons import SIZES, draw_icon
from desktop.installers.linux.apparmor import apparmor_profile
from desktop.installers.linux.completion import completion_scripts
from desktop.installers.linux.desktop_entry import desktop_entry
from desktop.installers.linux.manual import manual
from desktop.installers.linux.metainfo import metainfo
from desktop.installers.product import NAME, ROOT, ReleaseInfo

# Where the bundle lies; /usr/bin has a link to the program.
PROGRAM_FOLDER: Final = f"/usr/lib/{NAME}"
PROGRAM: Final = f"{PROGRAM_FOLDER}/{NAME}"
DRAWING: Final = ROOT / "static" / "icons" / f"{NAME}.svg"


def write_share_files(release: ReleaseInfo, folder: Path) -> None:
    """Write the files below /usr/share and /etc into `folder`."""
    share = folder / "usr" / "share"
    for size in SIZES:
        draw_icon(DRAWING, size, share / "icons" / "hicolor" / f"{size}x{size}" / "apps" / f"{NAME}.png")
    texts = {
        f"usr/share/applications/{NAME}.desktop": desktop_entry(NAME),
        f"usr/share/icons/hicolor/scalable/apps/{NAME}.svg": DRAWING.read_text(encoding="utf-8"),
        f"usr/share/metainfo/{product.COMPONENT_ID}.metainfo.xml": metainfo(release).decode(),
        f"usr/share/doc/{NAME}/copyright": (ROOT / "LICENSE").read_text(encoding="utf-8"),
        f"etc/apparmor.d/{NAME}": apparmor_profile(NAME, PROGRAM),
        **{f"usr/share/{place}": text for place, text in completion_scripts(cli, NAME).items()},
    }
    for place, text in texts.items():
        target = folder / place
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    packed = {
        f"man/man1/{NAME}.1.gz": manual(cli, NAME, release),
        f"doc/{NAME}/changelog.gz": (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"),
    }
    for place, text in packed.items():
        target = share / place
        target.parent.mkdir(parents=True, exist_ok=True)
        # Without a time of its own, so that two builds are the same.
        target.write_bytes(gzip.compress(text.encode(), mtime=0))
