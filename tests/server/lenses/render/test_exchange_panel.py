"""Tests of the exchange panel of pages: tabs, ids, escaping, and exchanges of hostile guests."""

import re
from collections import Counter
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_babel import Babel
from hypothesis import HealthCheck, given, settings

from server import resources
from server.lenses.registry import LENSES
from server.lenses.render.exchange_panel import build_panel
from server.model.exchange import Exchange
from server.model.origin import Origin
from server.runner.channel.event_schemas import KINDS
from server.web.base import exchange_globals, template_filters
from tests.support.lenses import sample_events as s
from tests.support.lenses.full_exchange import full_exchange
from tests.support.lenses.hostile_exchanges import MARKUP, WELL_MADE, exchanges

PAGE = """{% from "exchange/_panel.html" import exchange_panel with context %}
{% for one in shown %}{{ exchange_panel(one, **options) }}{% endfor %}"""


def application() -> Flask:
    """Return an app that can render panels and nothing else."""
    app = Flask(__name__, template_folder=str(resources.find().templates))
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    Babel(app)
    template_filters.register(app)
    exchange_globals.register(app)
    return app


APP = application()


def draw(*shown: Exchange, **options: Any) -> str:
    """Return the page with these exchanges."""
    with APP.test_request_context():
        return render_template_string(PAGE, shown=shown, options=options)


class Elements(HTMLParser):
    """All elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        """Parse the page."""
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect one element."""
        self.found.append((tag, dict(attrs)))

    def with_role(self, role: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element with a role."""
        return [attributes for _tag, attributes in self.found if attributes.get("role") == role]


def test_tabs_follow_the_authoring_practices() -> None:
    """One tab is selected and in the tab order; each controls a panel, and only its own is visible."""
    page = Elements(draw(full_exchange()))
    tabs, panels = page.with_role("tab"), page.with_role("tabpanel")
    held = [lens for tab in tabs for lens in (tab["data-holds"] or "").split()]
    assert sorted(held) == sorted(["journey", *(lens.tab for lens in LENSES)])
    assert [tab["aria-selected"] for tab in tabs].count("true") == 1
    assert [tab.get("tabindex") for tab in tabs] == [None, *["-1"] * (len(tabs) - 1)]
    assert [tab["aria-controls"] for tab in tabs] == [panel["id"] for panel in panels]
    assert [tab["id"] for tab in tabs] == [panel["aria-labelledby"] for panel in panels]
    assert ["hidden" in panel for panel in panels] == [False, *[True] * (len(tabs) - 1)]


def test_two_panels_on_a_page_share_no_id() -> None:
    """A handbook page shows the same exchange under several claims."""
    made = full_exchange()
    page = Elements(draw(made, made))
    ids = Counter(attributes["id"] for _tag, attributes in page.found if "id" in attributes)
    assert ids
    assert set(ids.values()) == {1}


def test_a_tab_shows_its_count_and_its_tone() -> None:
    """As text and symbols, not by colour alone."""
    text = " ".join(re.sub(r"<[^>]+>", " ", draw(full_exchange())).split())
    assert "Hooks 1" in text
    assert "Session & cookies 4 Error:" in text.replace("&amp;", "&")
    assert "Exceptions 1 Error:" in text


def test_the_parts_of_the_response_are_fetched_when_shown() -> None:
    """The bench gives them by URL; they are tabs inside the tab of the response."""
    page = Elements(
        draw(full_exchange(), extra=[{"id": "source", "label": "Source", "url": "/exchanges/7/source"}])
    )
    (panel,) = (each for each in page.with_role("tabpanel") if "hx-get" in each)
    assert panel["hx-get"] == "/exchanges/7/source"
    assert "source" in [tab["data-tab"] for tab in page.with_role("tab")]


def test_an_event_links_to_the_tab_of_its_kind() -> None:
    """Each opened event of the Journey has a button to a tab that exists."""
    page = Elements(draw(full_exchange()))
    targets = {
        attributes["data-open-tab"] for _tag, attributes in page.found if "data-open-tab" in attributes
    }
    assert targets <= {lens.tab for lens in LENSES}
    assert {"routing", "session", "exceptions"} <= targets


def test_every_lens_of_a_full_exchange_has_something_to_show() -> None:
    """None of them is unreadable, and each kind of event has a sample."""
    states = {view.tab: view.state.value for view in build_panel(full_exchange()).views}
    assert {tab: state for tab, state in states.items() if state != "shown"} == {}


def test_three_hundred_events_make_a_page_of_bounded_size() -> None:
    """The browser can open the page at once."""
    rows = [s.log(f"row {number}", at=1.5) for number in range(300)]
    assert len(draw(s.exchange(s.match(), s.view(), *rows, id=0))) < 1_000_000


def safe(html: str) -> None:
    """Assert that the page has no markup from a guest and nothing that the security policy forbids."""
    for tag, attributes in Elements(html).found:
        assert tag not in {"script", "img", "style", "link", "base", "form", "object", "embed"}
        assert not [name for name in attributes if name.startswith("on") or name == "style"]


@pytest.mark.hardness("stored-script")
def test_markup_of_a_guest_is_escaped() -> None:
    """In paths, headers, names, messages, values and sources."""
    made = s.exchange(
        s.arrival(MARKUP, MARKUP),
        s.match(MARKUP, s.tried(MARKUP, "text", segment=1, expected=MARKUP, got=MARKUP)),
        s.hook(MARKUP, MARKUP, at=1, returned=s.value(MARKUP, MARKUP), scope=MARKUP, answered=True),
        s.view(MARKUP, raised=MARKUP, args={MARKUP: s.value(MARKUP)}),
        s.template(MARKUP, context={MARKUP: s.value(MARKUP, MARKUP)}, loaded=[MARKUP]),
        s.session(interface=MARKUP, before={MARKUP: s.value(MARKUP)}, unsaved=True, nested=[MARKUP]),
        s.set_cookie(MARKUP, value=MARKUP, attributes={MARKUP: MARKUP}, raw=MARKUP),
        s.log(MARKUP, MARKUP, logger=MARKUP, exception=MARKUP),
        s.raised(MARKUP, message=MARKUP, frames=[{**s.frame(MARKUP, own=True), "source": [[12, MARKUP]]}]),
        s.event(MARKUP, {}),
        request=s.request(MARKUP, MARKUP, MARKUP),
        response=s.response(200, MARKUP, kind=MARKUP, data=MARKUP.encode()),
    )
    html = draw(made, made)
    safe(html)
    assert "&lt;script&gt;alert(1)" in html
    assert "{{ 7*7 }}" in html


def test_hostile_events_are_made_of_every_kind() -> None:
    """The samples from which they are made leave no lens out."""
    assert {event.kind for event in WELL_MADE} == set(KINDS)


@pytest.mark.slow
@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(exchanges())
@pytest.mark.hardness("stored-script")
def test_no_guest_can_break_the_page(made: Exchange) -> None:
    """Odd types in any field, endless times, markup: there is a page, encodable and safe."""
    html = draw(made)
    html.encode()
    safe(html)


def test_the_app_and_its_interpreter_are_named() -> None:
    """Nothing is said where they are not known."""
    origin = Origin(
        interpreter="/venv/bin/python", working_directory="/shop", app="web:app", file="/shop/web.py", line=12
    )
    page = draw(s.exchange(origin=origin))
    for text in ("web:app", "/venv/bin/python", "/shop/web.py:12"):
        assert text in page
    assert "exchange-app" not in draw(s.exchange())
