"""Search the handbook, from its contents and from the palette."""

from typing import Final

from flask import Blueprint, render_template, request

from server.handbook.search.index import words
from server.web.base.background import start_thread
from server.web.base.context import services
from server.web.base.htmx import is_htmx_request

MAX_HITS: Final = 8
MAX_HITS_IN_PALETTE: Final = 4
MAX_CHARACTERS: Final = 200


def register(blueprint: Blueprint) -> None:
    """Add the route of this module."""
    blueprint.add_url_rule("/search", "search", search, methods=["GET"])


def search() -> str:
    """Show the hits of `q`: a page, for htmx the results only, with `in=palette` items of the palette."""
    query = request.args.get("q", "")[:MAX_CHARACTERS].strip()
    palette = request.args.get("in") == "palette"
    groups = services().search.find(query, most=MAX_HITS_IN_PALETTE if palette else MAX_HITS)
    if palette:
        return render_template("handbook/search/_palette_results.html", groups=groups)
    template = "handbook/search/_search_results.html" if is_htmx_request() else "handbook/search/index.html"
    return render_template(template, groups=groups, q=query, asked=bool(words(query)), results=True)


def prepare_index() -> None:
    """Build the index in the background: a reader who opens the contents may search soon."""
    start_thread("search-index", services().search.prepare)
