"""Searching the handbook, from its contents and from the palette."""

from typing import Final

from flask import Blueprint, current_app, render_template, request

from server.handbook.search.index import SearchIndex, words
from server.web.base.background import begin
from server.web.base.context import services

SEARCH: Final = "fumehood.handbook.search"
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
    groups = index().find(asked, most=IN_PALETTE if palette else MOST)
    if palette:
        return render_template("handbook/search/_palette_results.html", groups=groups)
    template = (
        "handbook/search/_search_results.html"
        if request.headers.get("HX-Request")
        else "handbook/search/index.html"
    )
    return render_template(template, groups=groups, q=asked, asked=bool(words(asked)), results=True)


def index() -> SearchIndex:
    """The index of the catalogue that the app has now."""
    found = current_app.extensions.get(SEARCH)
    catalogue = services().catalogue
    if not isinstance(found, SearchIndex) or found.catalogue is not catalogue:
        found = current_app.extensions[SEARCH] = SearchIndex(catalogue)
    return found


def prepare() -> None:
    """Make the index on a thread of its own: who opens the contents may search them in a moment."""
    begin("search-index", index().prepare)
