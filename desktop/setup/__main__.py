"""Refuse a Python that cannot read the rest of this package, then set up and start."""

import sys

if sys.version_info < (3, 9):  # noqa: UP036 - an older Python may run this file, and only this one
    sys.exit(
        "This is Python {}.{}, and the set-up needs 3.9 or newer.\n"
        "Remedy: install a newer Python, from python.org or the system's packages.".format(*sys.version_info)
    )

from desktop.setup.steps import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
