"""Remember where the reader stopped, and offer that place on the home page and in the contents."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from server.handbook.pages.anchor_lookup import find_anchor
from server.handbook.pages.page import read_page
from server.handbook.pages.urls import lab_url
from server.learning.progress import Overview
from server.model.lab import Lab
from server.model.problem import Problem
from server.runner.targets.resolve import LAB_PREFIX
from server.web.base.context import services
from server.web.base.htmx import nothing
from server.web.handbook.lookups import lab_of, reader

ANCHOR: Final = re.compile(r"[A-Za-z0-9-]{1,120}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bookmark:
    """A place to continue reading: a lab, and perhaps an `anchor` on its page with the heading `at`."""

    lab: Lab
    anchor: str | None = None
    at: str = ""

    @property
    def url(self) -> str:
        """Return the address of the place."""
        return lab_url(self.lab.slug, self.anchor)


def register(blueprint: Blueprint) -> None:
    """Add the routes of this module."""
    blueprint.add_url_rule("/<slug>/here", "here", set_bookmark, methods=["POST"])


def set_bookmark(slug: str) -> ResponseReturnValue:
    """Remember that the reader is on this page, at `anchor` if the form has one.

    Without an anchor the page was just opened: the guest of its lab is started for the first claim.
    """
    lab = lab_of(slug)
    anchor = request.form.get("anchor", "")
    place = reader().bookmark.position()
    if ANCHOR.fullmatch(anchor):
        reader().bookmark.set(slug, anchor)
        return nothing()
    if place is None or place.lab != slug:
        reader().bookmark.set(slug, None)
    services().prover.warm(slug, folder=services().working_copies.folder(lab))
    return nothing()


def last_place() -> Bookmark | None:
    """Return the place where the reader stopped, as far as the lab and the place still exist."""
    place = reader().bookmark.position()
    lab = services().catalogue.lab(place.lab) if place else None
    if place is None or lab is None:
        return None
    heading = read_page(lab).places.get(place.anchor) if place.anchor else None
    return Bookmark(lab=lab) if heading is None else Bookmark(lab=lab, anchor=place.anchor, at=heading)


def linked_page(spec: str) -> str | Problem | None:
    """Return the address that `lab:SLUG` or `lab:SLUG#PLACE` names: a lab, or a claim, heading or picture.

    A Problem if the page has no such place, None if `spec` is not the name of a lab.
    """
    slug, _, place = spec.removeprefix(LAB_PREFIX).partition("#")
    lab = services().catalogue.lab(slug) if spec.startswith(LAB_PREFIX) else None
    if lab is None:
        return None
    anchor = find_anchor(lab, place) if place else None
    return anchor if isinstance(anchor, Problem) else Bookmark(lab=lab, anchor=anchor).url


def next_place(overview: Overview) -> Bookmark | None:
    """Return where to continue: where the reader stopped or, after a finished lab, the next one."""
    last = last_place()
    at = next((i for i, row in enumerate(overview.rows) if last and row.lab.slug == last.lab.slug), None)
    if last is None or at is None or overview.rows[at].tally.left:
        return last
    later = next((row.lab for row in overview.rows[at + 1 :] if row.tally.left), None)
    return last if later is None else Bookmark(lab=later)
