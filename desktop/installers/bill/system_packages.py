"""The packages of Debian or Ubuntu that libraries of the bundle come from, with their licences."""

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from server.components.component import Component, ComponentOrigin, LicenceText

DOCUMENTS: Final = Path("/usr/share/doc")
# Debian has the words of the usual licences in one place, by these names.
COMMON: Final = Path("/usr/share/common-licenses")
COMMON_NAMES: Final = {
    "Apache-2.0": "Apache-2.0",
    "GPL-2.0-only": "GPL-2",
    "GPL-3.0-only": "GPL-3",
    "LGPL-3.0-only": "LGPL-3",
    "MPL-2.0": "MPL-2.0",
}
_LICENCE: Final = re.compile(r"^License:[ \t]*(\S.*)$", re.MULTILINE)


def system_components(files: Iterable[Path]) -> tuple[Component, ...]:
    """Return the packages that own these files; none where dpkg is not there or knows none of them."""
    if shutil.which("dpkg-query") is None:
        return ()
    # A file may be listed as it was before /usr took everything.
    places = {
        path for file in files for path in (str(file.resolve()), str(file.resolve()).removeprefix("/usr"))
    }
    said = _ask("--search", *sorted(places)) if places else ""
    owners = {line.partition(": ")[0].partition(",")[0] for line in said.splitlines()}
    return tuple(_component(owner) for owner in sorted(owners))


def common_texts(expression: str) -> tuple[LicenceText, ...]:
    """Return the words of the licences of an SPDX expression that this system has."""
    names = [COMMON_NAMES[word] for word in re.findall(r"[\w.+-]+", expression) if word in COMMON_NAMES]
    return tuple(
        LicenceText(name=name, text=(COMMON / name).read_text(encoding="utf-8", errors="replace"))
        for name in names
        if (COMMON / name).is_file()
    )


def _component(package: str) -> Component:
    name = package.partition(":")[0]
    version, _, homepage = _ask("--show", "--showformat=${Version}\n${Homepage}", package).partition("\n")
    file = DOCUMENTS / name / "copyright"
    text = file.read_text(encoding="utf-8", errors="replace") if file.is_file() else ""
    # A file in Debian's own format names each licence on a line; others are prose.
    licences = sorted({match[1].strip() for match in _LICENCE.finditer(text)})
    return Component(
        name=name,
        version=version,
        origin=ComponentOrigin.SYSTEM,
        licence=" and ".join(licences) or "see its text",
        homepage=homepage.strip(),
        texts=(LicenceText(name="copyright", text=text),) if text else (),
    )


def _ask(*words: str) -> str:
    """Return what dpkg-query answers; it fails where it does not know everything that it is asked for."""
    done = subprocess.run(  # noqa: S603 - paths of the build machine
        ["dpkg-query", *words],  # noqa: S607 - from PATH
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout.strip()
