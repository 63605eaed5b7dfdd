"""Show the page of a tool for one guest."""

from flask import render_template

from server.runner.guests.guests import Guest
from server.web.tools.registry import TOOLS


def show(tool: str, guest: Guest, **variables: object) -> str:
    """Return the page of the tool of that id, with what all these pages have."""
    chosen = next(each for each in TOOLS if each.id == tool)
    return render_template(f"tools/{tool}.html", guest=guest, tool=chosen, tools=TOOLS, **variables)
