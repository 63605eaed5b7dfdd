"""The command line: one module or folder per command, each with a click command named `command`."""

from desktop.shell import i18n
from desktop.workbench.app_info import fumehood

# Before any command is imported: click reads the help texts at import time.
i18n.configure(fumehood().translations)
