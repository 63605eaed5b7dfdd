"""Searching the handbook, from its contents and from the palette."""

from typing import Final

from flask import Blueprint, render_template, request

from server.handbook.search.index import words
from server.web.base.background import start_thread
from server.web.base.context import services
from server.web.base.htmx import is_htmx_request

MOST: Final = 8
IN_PALETTE: Final = 4
MOST_TEXT: Final = 200


def register(blueprint: Blueprint) -> None:
    """Add this route."""
    blueprint.add_url_rule("/search", "search", search, methods=["GET"])


def search() -> str:
    """What `q` finds: a page, for htmx the results alone, with `in=palette` the items of the palette."""
    asked = request.args.get("q", "")[:MOST_TEXT].strip()
    palette = request.args.get("in") == "palette"
    groups = services().search.find(asked, most=IN_PALETTE if palette else MOST)
    if palette:
        return render_template("handbook/_found_palette.html", groups=groups)
    template = "handbook/_found.html" if is_htmx_request() else "handbook/search.html"
    return render_template(template, groups=groups, q=asked, asked=bool(words(asked)), results=True)


def prepare() -> None:
    """Build the index on a thread of its own: a reader who opens the contents may search them in a moment."""
    start_thread("search-index", services().search.prepare)
