"""Tests of the tabs of a page: which lenses share one, their order, and what is only in the menu More."""

from server.lenses.kit.blocks import Tone
from server.lenses.kit.lens import LensState, LensView
from server.lenses.registry import LENSES
from server.lenses.render.exchange_panel import build_panel
from server.lenses.render.panel_tabs import PanelTab, panel_tabs, titles_of
from tests.support.lenses import sample_events as s
from tests.support.lenses.full_exchange import full_exchange


def view(tab: str, *, shown: bool = True, tone: Tone = Tone.PLAIN, count: int | None = None) -> LensView:
    """Return what a lens shows."""
    state = LensState.SHOWN if shown else LensState.EMPTY
    return LensView(tab=tab, title=tab.upper(), state=state, blocks=(), count=count, tone=tone)


def ids(*views: LensView) -> list[tuple[str, bool]]:
    """Return the ids of the tabs, and whether they are only in More."""
    return [(tab.id, tab.more) for tab in panel_tabs(views)]


def test_lenses_share_the_tabs_of_a_reader() -> None:
    """The request with its rule and view, session with cookies, log with output; each lens is in one tab."""
    tabs = panel_tabs(build_panel(full_exchange()).views)
    assert sorted(lens for tab in tabs for lens in tab.holds.split()) == sorted(lens.tab for lens in LENSES)
    titles = titles_of(tabs)
    assert titles["wsgi"] == titles["routing"] == titles["view"] == "Request"
    assert titles["session"] == titles["cookies"] == "Session & cookies"
    assert titles["logs"] == titles["output"] == "Logs"
    assert titles["mail"] == "Mail"


def test_empty_lenses_are_only_in_more() -> None:
    """So is each empty one of a group whose others have something; a group without any has no tab."""
    assert ids(view("sql", shown=False), view("session"), view("cookies", shown=False), view("jobs")) == [
        ("session", False),
        ("jobs", False),
        ("sql", True),
        ("cookies", True),
    ]


def test_hooks_and_signals_are_in_more_until_they_have_a_finding() -> None:
    """Nearly every exchange has some."""
    assert ids(view("hooks"), view("signals", tone=Tone.ERROR)) == [("signals", False), ("hooks", True)]


def test_a_finding_comes_first() -> None:
    """Errors, then warnings, then the others in their order; an empty lens never comes first."""
    views = (
        view("wsgi"),
        view("response"),
        view("sql", tone=Tone.WARNING),
        view("cookies", tone=Tone.ERROR),
        view("mail", shown=False, tone=Tone.WARNING),
    )
    assert ids(*views) == [
        ("cookies", False),
        ("sql", False),
        ("wsgi", False),
        ("response", False),
        ("mail", True),
    ]


def test_the_number_of_a_tab_is_the_sum_of_its_lenses() -> None:
    """The request has none."""
    tabs = {tab.id: tab for tab in panel_tabs((view("logs", count=2), view("output", count=3), view("sql")))}
    assert tabs["logs"].count == 5
    assert tabs["sql"].count is None
    request = (view("wsgi"), view("app", count=2))
    assert [tab.count for tab in panel_tabs(request)] == [None]


def test_a_tab_of_an_exchange_without_events_says_why_it_is_empty() -> None:
    """Everything but the request is in More, and its lens has a sentence."""
    tabs = panel_tabs(build_panel(s.exchange()).views)
    assert all(tab.views[0].blocks for tab in tabs)
    assert isinstance(tabs[0], PanelTab)
    assert tabs[0].title == "Request"
