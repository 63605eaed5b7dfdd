"""The formats, in the order in which they are built and listed."""

from typing import Final

from desktop.installers.formats.archive import ARCHIVE
from desktop.installers.formats.disk_image import DISK_IMAGE
from desktop.installers.formats.format import Format
from desktop.installers.formats.nsis import NSIS
from desktop.installers.formats.packages import DEB, RPM

FORMATS: Final[tuple[Format, ...]] = (ARCHIVE, DEB, RPM, NSIS, DISK_IMAGE)
