"""A module that exits the process while it is imported."""

import sys

sys.exit("bye")
