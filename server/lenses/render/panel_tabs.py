"""Groups the lenses of an exchange into the tabs of a page.

A lens with nothing to show has a tab of its own in the menu More, where it says why. A tab with a warning or
an error comes before the others.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from server.lenses.kit.blocks import Tone
from server.lenses.kit.i18n import Lazy, lazy_gettext
from server.lenses.kit.lens import LensState, LensView

_GROUPS: Final[tuple[tuple[Lazy | None, tuple[str, ...]], ...]] = (
    (lazy_gettext("Request"), ("wsgi", "routing", "view", "app", "forms")),
    (None, ("response",)),
    (None, ("exceptions",)),
    (None, ("sql",)),
    (lazy_gettext("Session & cookies"), ("session", "cookies", "flash", "login")),
    (None, ("templates",)),
    (lazy_gettext("Logs"), ("logs", "output", "warnings")),
)
"""The tabs that several lenses share, with their titles, and the order of the first ones."""

_UNCOUNTED: Final = frozenset({"wsgi"})
"""The first lenses of groups whose numbers would add up to nothing that can be counted."""

_IN_MORE: Final = frozenset({"hooks", "signals"})
"""Lenses that nearly every exchange fills: their tabs stay in More unless they have a warning."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PanelTab:
    """One tab of a page; `more` if it is only in the menu. `count` is None for no number."""

    id: str
    title: str
    views: tuple[LensView, ...]
    more: bool

    @property
    def tone(self) -> Tone:
        """Return the highest tone of its lenses."""
        return max(view.tone for view in self.views)

    @property
    def count(self) -> int | None:
        """Return the number on the tab."""
        counts = [view.count for view in self.views if view.count is not None]
        return sum(counts) if counts and self.id not in _UNCOUNTED else None

    @property
    def empty(self) -> bool:
        """Return whether none of its lenses has anything to show."""
        return not any(map(_has_content, self.views))

    @property
    def holds(self) -> str:
        """Return the ids of its lenses, separated by spaces."""
        return " ".join(view.tab for view in self.views)


def panel_tabs(views: tuple[LensView, ...]) -> tuple[PanelTab, ...]:
    """Return the tabs for what the lenses show: first those with findings, last those of the menu More."""
    return tuple(sorted(_tabs({view.tab: view for view in views}), key=_place))


def titles_of(tabs: tuple[PanelTab, ...]) -> dict[str, str]:
    """Return for the id of each lens the title of the tab that has it."""
    return {view.tab: tab.title for tab in tabs for view in tab.views}


def _tabs(views: dict[str, LensView]) -> Iterator[PanelTab]:
    for title, members in _GROUPS:
        shown = tuple(view for name in members if (view := views.get(name)) and _has_content(view))
        if shown:
            name = str(title) if title is not None else shown[0].title
            yield PanelTab(id=shown[0].tab, title=name, views=shown, more=False)
    grouped = {name for _title, members in _GROUPS for name in members}
    for view in views.values():
        filled = _has_content(view)
        if view.tab in grouped and filled:
            continue
        quiet = view.tab in _IN_MORE and view.tone < Tone.WARNING
        yield PanelTab(id=view.tab, title=view.title, views=(view,), more=not filled or quiet)


def _place(tab: PanelTab) -> tuple[bool, int, bool]:
    found = 0 if tab.more or tab.tone < Tone.WARNING else -tab.tone
    return tab.more, found, tab.empty


def _has_content(view: LensView) -> bool:
    return view.state in (LensState.SHOWN, LensState.UNREADABLE)
