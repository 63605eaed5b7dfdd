"""Completion scripts for shells, as click makes them."""

from typing import Final

import click
from click.shell_completion import get_completion_class

# Where each shell looks for the scripts of packages, below /usr/share.
PLACES: Final = {
    "bash": "bash-completion/completions/{name}",
    "zsh": "zsh/site-functions/_{name}",
    "fish": "fish/vendor_completions.d/{name}.fish",
}


def completion_scripts(command: click.Command, name: str) -> dict[str, str]:
    """Return the script of each shell, by its path below /usr/share."""
    scripts = {}
    for shell, place in PLACES.items():
        kind = get_completion_class(shell)
        if kind is not None:
            variable = f"_{name}_COMPLETE".upper()
            scripts[place.format(name=name)] = kind(command, {}, name, variable).source()
    return scripts
