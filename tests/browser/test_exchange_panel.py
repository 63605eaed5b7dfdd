"""The inside of an exchange in a browser: tabs, the Journey's buttons, addresses, and room for any text."""

from dataclasses import replace
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from server.model.exchange import Exchange
from tests.support.browser_page import axe_violations
from tests.support.lenses import sample_events
from tests.support.lenses.full_exchange import full_exchange
from tests.support.workbench_page import WorkbenchPage, send

pytestmark = pytest.mark.browser
LONG = "x" * 400


def shown(workbench: WorkbenchPage, exchange: Exchange, tab: str = "") -> Page:
    """Open the page of a stored exchange."""
    stored = replace(exchange, id=workbench.services.store.next_id())
    workbench.services.store.add(stored)
    workbench.services.store.flush()
    workbench.open(f"/exchanges/{stored.id}{tab}")
    return workbench.page


def test_tabs_by_keyboard(workbench: WorkbenchPage) -> None:
    """Arrows go round, Home and End jump, and only the chosen panel is there."""
    page = shown(workbench, full_exchange())
    page.get_by_role("tab", name="Journey").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(".tab-strip [role=tab]:visible").nth(1)).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Journey")).to_be_hidden()
    expect(page.get_by_role("tabpanel")).to_have_count(1)
    page.keyboard.press("Home")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".tab-strip [role=tab]:visible").last).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Journey")).to_be_focused()
    others = page.locator(".tab-strip [role=tab][tabindex='-1']").count()
    assert others == page.locator(".tab-strip [role=tab]").count() - 1


def test_an_event_opens_and_leads_to_its_tab(workbench: WorkbenchPage) -> None:
    """Enter opens a line of the Journey; its button shows all of it, with the keyboard there."""
    page = shown(workbench, full_exchange())
    line = page.locator("summary.node-line", has_text="matched")
    line.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="All of it in the tab Request").click()
    expect(page.get_by_role("tab", name="Request")).to_be_focused()
    expect(
        page.get_by_role("tabpanel", name="Request").get_by_role("region", name="Routing")
    ).to_be_in_viewport()
    expect(page.get_by_role("tabpanel", name="Request")).to_contain_text(
        "The converter int refused x for id."
    )


def test_everything_opens_and_closes_at_once(workbench: WorkbenchPage) -> None:
    """One button opens every line of the Journey, and closes them again."""
    page = shown(workbench, full_exchange())
    lines = page.locator(".journey-node > details")
    button = page.get_by_role("button", name="Open all")
    button.click()
    expect(page.locator(".journey-node > details[open]")).to_have_count(lines.count())
    button.click()
    expect(page.locator(".journey-node > details[open]")).to_have_count(0)


def test_explanations_go_and_stay_away(workbench: WorkbenchPage) -> None:
    """They stay switched off for the next exchange."""
    page = shown(workbench, full_exchange())
    explained = page.get_by_text("Flask compares path and method with its rules")
    expect(explained).to_be_visible()
    page.get_by_role("button", name="Explain").click()
    expect(explained).to_be_hidden()
    shown(workbench, full_exchange())
    expect(page.get_by_role("button", name="Explain")).to_have_attribute("aria-pressed", "false")
    expect(explained).to_be_hidden()


def test_the_address_keeps_the_tab(workbench: WorkbenchPage) -> None:
    """A link leads to its tab, and the address follows the selected tab."""
    page = shown(workbench, full_exchange(), "?tab=session")
    expect(page.get_by_role("tab", name="Session & cookies")).to_have_attribute("aria-selected", "true")
    page.get_by_role("tab", name="SQL").click()
    page.wait_for_url("**?tab=sql")
    page.reload()
    expect(page.get_by_role("tabpanel", name="SQL")).to_be_visible()


def test_an_address_of_a_lens_leads_to_the_tab_that_has_it(workbench: WorkbenchPage) -> None:
    """Also to a part of the response, as in links that were made before the tabs were grouped."""
    page = shown(workbench, full_exchange(), "?tab=cookies")
    expect(page.get_by_role("tabpanel", name="Session & cookies")).to_be_visible()
    page = shown(workbench, full_exchange(), "?tab=headers")
    expect(page.get_by_role("tabpanel", name="Headers")).to_contain_text("Response headers")


def test_an_unknown_tab_is_ignored(workbench: WorkbenchPage) -> None:
    """An address that names no tab shows the Journey."""
    page = shown(workbench, full_exchange(), "?tab=oops")
    expect(page.get_by_role("tabpanel", name="Journey")).to_be_visible()


def uncover(page: Page) -> None:
    """Open every line and show every panel at once, so that one look sees all of them."""
    page.get_by_role("button", name="Open all").click()
    page.evaluate(
        "document.querySelectorAll('.exchange .tabpanel').forEach(panel => { panel.hidden = false })"
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_lens_keeps_anyone_out(workbench: WorkbenchPage, scheme: str) -> None:
    """Names, roles and contrast hold in every lens of an exchange that has everything, all of it opened."""
    workbench.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # a word of two
    page = shown(workbench, full_exchange())
    uncover(page)
    assert axe_violations(page, ".exchange", frames=False) == []


@pytest.mark.parametrize("width", [480, 1600])
def test_no_text_of_a_guest_bursts_the_page(workbench: WorkbenchPage, width: int) -> None:
    """Names of hundreds of letters wrap or scroll in their own place."""
    workbench.page.set_viewport_size({"width": width, "height": 800})
    page = shown(
        workbench,
        sample_events.exchange(
            sample_events.arrival(LONG, LONG),
            sample_events.match(LONG, sample_events.tried(LONG, "text", segment=1, expected=LONG, got=LONG)),
            sample_events.hook(
                "before_request", LONG, at=0.5, scope=LONG, returned=sample_events.value(LONG, LONG)
            ),
            sample_events.view(LONG, args={LONG: sample_events.value(LONG, LONG)}),
            sample_events.template(
                LONG, context={LONG: sample_events.value(LONG, LONG)}, loaded=[LONG, LONG]
            ),
            sample_events.log(LONG, LONG, logger=LONG, exception=LONG),
            sample_events.raised(LONG, message=LONG, frames=[sample_events.frame(LONG, own=True, file=LONG)]),
            sample_events.session(
                interface=LONG, before={LONG: sample_events.value(LONG)}, unsaved=True, nested=[LONG]
            ),
            sample_events.set_cookie(LONG, value=LONG, attributes={LONG: LONG}, raw=LONG),
            sample_events.answer(500, LONG),
            request=sample_events.request(LONG, LONG, LONG),
            response=sample_events.response(500, LONG, kind=LONG, data=LONG.encode()),
        ),
    )
    uncover(page)
    assert page.evaluate("document.querySelector('.exchange').scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 900, 600])
def test_the_tabs_keep_to_one_row(workbench: WorkbenchPage, width: int) -> None:
    """The tabs stay in one row at any width, and the keyboard scrolls each into view."""
    workbench.page.set_viewport_size({"width": width, "height": 800})
    page = shown(workbench, full_exchange())
    tabs = page.locator(".exchange [role=tab]:visible")
    tops = tabs.evaluate_all("all => all.map(tab => Math.round(tab.getBoundingClientRect().top))")
    assert len(set(tops)) == 1
    page.get_by_role("tab", name="Journey").focus()
    page.keyboard.press("End")
    expect(tabs.last).to_be_focused()
    expect(tabs.last).to_be_in_viewport(ratio=1)
    page.keyboard.press("Home")
    expect(tabs.first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("width", [1280, 940, 700, 420])
def test_the_labels_of_the_scale_do_not_overlap(workbench: WorkbenchPage, width: int) -> None:
    """Two times never run into each other, of the longest kind either."""
    workbench.page.set_viewport_size({"width": width, "height": 800})
    page = shown(
        workbench,
        sample_events.exchange(
            sample_events.arrival(), sample_events.match(), sample_events.answer(), took=43.0
        ),
    )
    labels = page.locator(".journey-scale text:visible").evaluate_all(
        "all => all.map(label => label.getBoundingClientRect()).map(box => [box.left, box.right])"
    )
    assert len(labels) >= 2
    assert all(left + 6 <= right for (_, left), (right, _) in pairwise(labels))


def test_the_tabs_of_the_bench_keep_to_one_row(workbench: WorkbenchPage) -> None:
    """Beside the list, with the tabs of the page itself, in a window of 1280 pixels."""
    guest = workbench.shop()
    page = workbench.page
    page.set_viewport_size({"width": 1280, "height": 800})
    send(guest, "/")
    workbench.read_newest()
    tabs = page.locator(".exchange .tab-strip [role=tab]:visible")
    tops = tabs.evaluate_all("all => all.map(tab => Math.round(tab.getBoundingClientRect().top))")
    assert len(set(tops)) == 1
    tabs.first.focus()
    page.keyboard.press("End")
    expect(tabs.last).to_be_in_viewport(ratio=1)
    assert workbench.violations() == []


def test_empty_tabs_are_in_the_menu_more(workbench: WorkbenchPage) -> None:
    """One that is chosen there has a tab as long as it is shown; the keyboard skips those that have none."""
    page = shown(
        workbench,
        sample_events.exchange(
            sample_events.arrival(), sample_events.match(), sample_events.sql(), sample_events.answer()
        ),
    )
    expect(page.get_by_role("tab", name="SQL")).to_be_visible()
    expect(page.get_by_role("tab", name="Forms")).to_be_hidden()
    page.get_by_role("tab", name="SQL").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("tab", name="Journey")).to_be_focused()
    page.get_by_role("button", name="More").click()
    assert workbench.violations() == []
    page.get_by_role("button", name="Forms empty").click()
    expect(page.get_by_role("tab", name="Forms")).to_be_focused()
    expect(page.get_by_role("tabpanel", name="Forms")).to_be_visible()
    expect(page.get_by_role("button", name="Forms empty")).to_be_hidden()
    page.get_by_role("tab", name="Journey").click()
    expect(page.get_by_role("tab", name="Forms")).to_be_hidden()


def test_the_body_is_searched(workbench: WorkbenchPage) -> None:
    """Every place is counted, whatever its case, also when the colours arrive; Enter goes to the next one."""
    guest = workbench.shop()
    page = workbench.page
    send(guest, "/items/7?word=Tea&other=tea")
    workbench.read_newest()
    page.get_by_role("tab", name="Response").click()
    text = page.get_by_label("Source of the response")
    expect(text).to_contain_text('"number": 7')
    expect(text.locator("span").first).to_be_visible()
    field = page.get_by_role("searchbox", name="Search in the body")
    field.fill("tea")
    said = page.locator("span[data-found]")
    expect(said).to_have_text("1 of 2")
    field.press("Enter")
    expect(said).to_have_text("2 of 2")
    field.press("Enter")
    expect(said).to_have_text("1 of 2")
    field.fill("coffee")
    expect(said).to_have_text("Not found")
    page.get_by_role("button", name="Show as sent").click()
    expect(text).to_contain_text('"number":7')
    assert workbench.violations() == []


def test_a_large_exchange_fetches_what_is_opened(workbench: WorkbenchPage) -> None:
    """A line of the Journey, a tab, and more rows of its table."""
    sent = tuple(sample_events.sql(f"SELECT a FROM t{number}", at=1.5) for number in range(250))  # noqa: S608 - sent to no database
    events = (sample_events.arrival(), sample_events.view(at=1.0, took=3.0), *sent)
    page = shown(workbench, sample_events.exchange(*events))
    expect(page.get_by_text("SELECT a FROM t30", exact=True)).to_have_count(0)
    page.locator("summary.node-line", has_text="more here").click()
    expect(page.get_by_text("SELECT a FROM t30", exact=True)).to_be_visible()
    page.get_by_role("tab", name="SQL").click()
    panel = page.get_by_role("tabpanel", name="SQL")
    expect(panel).to_contain_text("t90")
    before = panel.locator("tbody tr").count()
    panel.get_by_role("button", name="Show 100 more").click()
    expect(panel).to_contain_text("t180")
    assert panel.locator("tbody tr").count() == before + 100
    assert axe_violations(page) == []
