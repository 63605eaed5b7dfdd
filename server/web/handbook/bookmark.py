"""Where the reading stopped: kept as the reader reads, offered on home and in the contents."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from server.handbook.pages.anchors import find_anchor
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
    """The lab where the reading goes on; `at` is the heading there, `anchor` the place itself, if any."""

    lab: Lab
    anchor: str | None = None
    at: str = ""

    @property
    def url(self) -> str:
        """The page, at its place."""
        return lab_url(self.lab.slug, self.anchor)


def register(blueprint: Blueprint) -> None:
    """Add these routes."""
    blueprint.add_url_rule("/<slug>/here", "here", here, methods=["POST"])


def here(slug: str) -> ResponseReturnValue:
    """Remember that the reader is on this page, at `anchor` if it names one.

    Without one the page was just opened: its lab's guest is started for the first claim.
    """
    found = lab_of(slug)
    anchor = request.form.get("anchor", "")
    place = reader().bookmark.position()
    if ANCHOR.fullmatch(anchor):
        reader().bookmark.set(slug, anchor)
        return nothing()
    if place is None or place.lab != slug:
        reader().bookmark.set(slug, None)
    services().prover.warm(slug, folder=services().working_copies.folder(found))
    return nothing()


def last() -> Bookmark | None:
    """Where the reading stopped, if that lab still exists, and its place if the page still has it."""
    place = reader().bookmark.position()
    lab = services().catalogue.lab(place.lab) if place else None
    if place is None or lab is None:
        return None
    heading = read_page(lab).places.get(place.anchor) if place.anchor else None
    return Bookmark(lab=lab) if heading is None else Bookmark(lab=lab, anchor=place.anchor, at=heading)


def linked(spec: str) -> str | Problem | None:
    """The page that `lab:SLUG` or `lab:SLUG#PLACE` names, a claim or a heading; None for anything else.

    A Problem where the page has no such place.
    """
    slug, _, place = spec.removeprefix(LAB_PREFIX).partition("#")
    lab = services().catalogue.lab(slug) if spec.startswith(LAB_PREFIX) else None
    if lab is None:
        return None
    anchor = find_anchor(lab, place) if place else None
    return anchor if isinstance(anchor, Problem) else Bookmark(lab=lab, anchor=anchor).url


def going_on(overview: Overview) -> Bookmark | None:
    """Where to go on: where the reading stopped, or the next lab with something left if that is done."""
    found = last()
    at = next((i for i, row in enumerate(overview.rows) if found and row.lab.slug == found.lab.slug), None)
    if found is None or at is None or overview.rows[at].tally.left:
        return found
    later = next((row.lab for row in overview.rows[at + 1 :] if row.tally.left), None)
    return found if later is None else Bookmark(lab=later)
