"""Try the README's commands, or a package, on bare Debian systems: `python -m tests.clean_roots [SUITE...]`.

`--package FILE.deb` tries that package instead, and keeps photographs of its window in build/clean_roots;
`--older FILE.deb` installs and uses that package first, and upgrades it.
Needs root and debootstrap. Each system is a folder that holds nothing but what is asked for; commands run in
it as an ordinary user with an empty home and no variables but those of a proxy. At the end it is removed.
"""

import argparse
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.clean_roots.package import try_package
from tests.clean_roots.readme import try_commands
from tests.sources import ROOT

SUITES: Final = ("bookworm", "trixie")


def main(arguments: Sequence[str]) -> int:
    """Try everything in every suite; return 1 if something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.clean_roots")
    parser.add_argument("suites", nargs="*", default=SUITES, metavar="SUITE")
    parser.add_argument("--package", type=Path, metavar="FILE.deb")
    parser.add_argument("--older", type=Path, metavar="FILE.deb")
    options = parser.parse_args(arguments)
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        sys.exit("This needs root and debootstrap: sudo apt install debootstrap")
    failed = []
    for suite in options.suites:
        if options.package is None:
            failed += try_commands(suite)
        else:
            failed += try_package(suite, options.package, ROOT / "build" / "clean_roots", options.older)
    print("".join(f"failed: {line}\n" for line in failed) or "Everything worked in every root.")
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
