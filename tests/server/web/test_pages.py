"""Tests of rules that hold for every page and every address."""

import re

import pytest

from server.model.outgoing_request import OutgoingRequest
from server.web.commands import COMMANDS
from tests.support.workbench_client import WorkbenchClient

PAGES = (
    "/",
    "/bench",
    "/bench/g1",
    "/bench/g1/background",
    "/bench/g1/variables",
    "/bench/g1/series",
    "/tools/open/routes",
    "/tools/g1/routes",
    "/tools/g1/audit",
    "/tools/g1/tokens",
    "/tools/g1/access",
    "/bench/g1/saved",
    "/open?target=x",
    "/settings",
    "/settings/data",
    "/logs",
    "/report",
    "/settings/store",
    "/about",
    "/about/licences",
    "/about/licences/Flask",
    "/exchanges/1",
    "/exchanges/1/compare",
    "/handbook",
)


@pytest.fixture
def pages(workbench: WorkbenchClient) -> dict[str, str]:
    """The text of each page, with a guest and an exchange."""
    guest = workbench.open_guest()
    workbench.open_guest(name="other")
    guest.send(OutgoingRequest(method="GET", path="/?q=1"))
    number = workbench.store.rows()[0].id
    texts = {}
    for page in PAGES:
        answer = workbench.get(page.replace("/exchanges/1", f"/exchanges/{number}"))
        assert answer.status_code == 200, page
        texts[page] = answer.text
    return texts


@pytest.mark.hardness("inline-script")
def test_no_page_contains_script_or_style(pages: dict[str, str]) -> None:
    """The policy forbids inline script and style, so no page carries any."""
    for page, text in pages.items():
        assert "<style" not in text, page
        assert not re.search(r"\sstyle=", text), page
        assert not re.search(r"\son\w+=", text), page
        assert "javascript:" not in text, page
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), page


@pytest.mark.hardness("leaked-secret")
def test_no_page_contains_a_secret(workbench: WorkbenchClient, pages: dict[str, str]) -> None:
    """With the session cookie alone, no page gives what a change needs."""
    session = workbench.keys.set_cookie.partition("=")[2].partition(";")[0]
    for page, text in {**pages, "missing": workbench.get("/static/missing.css").text}.items():
        assert workbench.keys.token not in text, page
        assert session not in text, page
        assert workbench.keys.host not in text, page


def test_every_page_carries_its_nonce(pages: dict[str, str]) -> None:
    """Each page has the nonce; the theme comes before anything is drawn."""
    for page, text in pages.items():
        assert re.search(r'name="csp-nonce" content="[\w-]{22}"', text), page
        assert 'data-theme="system"' in text.split("<head>")[0], page


@pytest.mark.hardness("inline-script")
def test_the_nonce_of_a_page_is_that_of_its_policy(workbench: WorkbenchClient) -> None:
    """The nonce in the page is the one in the header."""
    answer = workbench.get("/")
    nonce = re.search(r'name="csp-nonce" content="([\w-]+)"', answer.text)
    assert nonce is not None
    assert f"'nonce-{nonce[1]}'" in answer.headers["Content-Security-Policy"]


def test_ids_are_unique(pages: dict[str, str]) -> None:
    """No page has an id twice, which labels and tabs would mix up."""
    for page, text in pages.items():
        ids = re.findall(r'\sid="([^"]+)"', re.sub(r"<template.*?</template>", "", text, flags=re.DOTALL))
        assert sorted(set(ids)) == sorted(ids), page


@pytest.mark.hardness("change-by-get")
def test_routes_that_change_something_refuse_get(workbench: WorkbenchClient) -> None:
    """An address answers GET or POST, and no GET is named like a change: 405 is the answer to the other."""
    rules = list(workbench.app.url_map.iter_rules())
    pages = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    for rule in rules:
        if rule.rule not in pages:
            path = re.sub(r"<int:[^>]+>", "1", re.sub(r"<(?:string:|path:)?\w+>", "x", rule.rule))
            assert workbench.get(path).status_code == 405, rule.rule


@pytest.mark.parametrize(
    "path",
    [
        "/bench/g1/restart",
        "/bench/g1/stop",
        "/bench/g1/close",
        "/bench/g1/send",
        "/exchanges/1/replay",
        "/try",
        "/open/pick",
        "/recent/forget",
        "/bench/g1/window",
    ],
)
@pytest.mark.hardness("change-by-get")
def test_a_get_changes_nothing(workbench: WorkbenchClient, path: str) -> None:
    """Reading an address that acts is answered 405, and the guest was not touched."""
    guest = workbench.open_guest()
    assert workbench.get(path).status_code == 405
    assert guest.calls == []
    assert guest.requests == []


@pytest.mark.hardness("missing-token")
def test_every_post_goes_through_the_guard(workbench: WorkbenchClient) -> None:
    """A change without the header token is refused whatever the address."""
    guest = workbench.open_guest()
    assert workbench.post("/bench/g1/stop", X_Fumehood_Token="").status_code == 403
    assert guest.calls == []


def test_pages_are_not_stored(workbench: WorkbenchClient) -> None:
    """Pages are never cached; static files are revalidated each time."""
    assert workbench.get("/").headers["Cache-Control"] == "no-store"
    assert workbench.get("/static/icons/sprite.svg").headers["Cache-Control"] == "no-cache"


def test_each_command_has_a_key_of_its_own() -> None:
    """On one page no key has two meanings, and no id occurs twice."""
    ids = [command.id for command in COMMANDS]
    assert len(ids) == len(set(ids))
    for scope in {command.scope for command in COMMANDS}:
        keys = [
            command.keys for command in COMMANDS if command.keys and command.scope in ("everywhere", scope)
        ]
        assert len(keys) == len(set(keys)), scope


def test_each_command_is_in_the_menu_or_in_the_help(workbench: WorkbenchClient) -> None:
    """Every command of the bench is in the menu or in the help."""
    workbench.open_guest()
    text = workbench.get("/bench/g1").text
    menu = text.split('id="menu"')[1].split("</header>")[0]
    guide = text.split('id="help"')[1]
    for command in COMMANDS:
        if command.scope in ("everywhere", "bench"):
            assert str(command.label) in (menu if command.listed else guide), command.id


def test_without_the_bundle_pages_say_so(workbench: WorkbenchClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """If the front end was not built, the page explains why it is bare and what to do."""
    monkeypatch.setattr("server.resources.Resources.built", property(lambda self: False))
    text = workbench.get("/").text
    assert "uv sync --reinstall-package fumehood" in text
    assert "main.js" not in text


@pytest.mark.hardness("leaked-secret")
def test_a_page_without_the_session_carries_no_header_token(workbench: WorkbenchClient) -> None:
    """A static file that is not there is answered with a page, and static files need no session."""
    answer = workbench.get("/static/nothing", Cookie="")
    assert answer.status_code == 404
    assert workbench.keys.token not in answer.text
