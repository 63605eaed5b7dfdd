"""The source of a response is coloured in a process of its own, which is killed where it takes too long."""

import re
import threading
import time
from dataclasses import replace
from html import unescape

import pytest

from server.model.exchange import Body
from server.web.bench.source_colours import LEXERS, MAX_CHARACTERS, PROCESS_LIMIT, coloured, lexer_of
from tests.support.fake_guests import FakeGuest, make_exchange
from tests.support.workbench_client import WorkbenchClient

SCRIPT = "<script>alert('x')</script>"
SLOW = "<!--" * (MAX_CHARACTERS // 4)
"""Needs minutes for Pygments' lexers of HTML and XML."""


@pytest.fixture
def guest(workbench: WorkbenchClient) -> FakeGuest:
    """A guest that is ready."""
    return workbench.open_guest()


def body(text: str, content_type: str) -> Body:
    """Return a body that was kept whole."""
    return Body(data=text.encode(), size=len(text.encode()), content_type=content_type)


@pytest.mark.parametrize(
    "content_type", [*LEXERS, "application/problem+json", "image/svg+xml; charset=utf-8"]
)
def test_a_text_is_coloured_and_escaped(content_type: str) -> None:
    """No content type lets the markup of a body through, and nothing of the text is lost."""
    text = f"\r\n\n\t{SCRIPT} é\r\n"
    html = coloured(body(text, content_type))
    assert html is not None
    assert "<span" in html
    assert "<script>" not in html
    assert unescape(re.sub("<[^>]*>", "", html)) == text


def test_spans_have_the_classes_of_the_style_sheet() -> None:
    """They are the short ones of Pygments."""
    html = coloured(body('{"a": 1}', "application/json"))
    assert html is not None
    assert '<span class="nt">&#34;a&#34;</span>' in html
    assert '<span class="mi">1</span>' in html


@pytest.mark.hardness("guest-slow-source")
@pytest.mark.parametrize(
    "content_type",
    [
        "text/x-easytrieve",
        "text/x-rustsrc",
        "text/x-rst",
        "text/x-toml",
        "text/x-python-traceback",
        "x/unknown",
        "",
    ],
)
@pytest.mark.parametrize("size", [3_000, 1_000_000])
def test_other_types_stay_plain(content_type: str, size: int) -> None:
    """Their lexers may be slow, so they are never asked."""
    assert lexer_of(body("\t" * size, content_type)) is None


@pytest.mark.parametrize("text", ["", "1" * (MAX_CHARACTERS + 1)])
def test_an_empty_and_a_long_text_stay_plain(text: str) -> None:
    """The length is bounded, so that what a process may return is too."""
    assert coloured(body(text, "application/json")) is None


@pytest.mark.hardness("guest-slow-source")
@pytest.mark.parametrize("content_type", ["text/html", "application/xml"])
def test_a_text_that_takes_too_long_stays_plain(content_type: str) -> None:
    """Its process is killed in time."""
    started = time.monotonic()
    assert coloured(body(SLOW, content_type), seconds=0.7) is None
    assert time.monotonic() - started < 5


@pytest.mark.hardness("guest-slow-source")
@pytest.mark.parametrize("content_type", ["text/html", "text/x-easytrieve", "text/x-rst"])
def test_plain_text_and_other_pages_are_shown_at_once(
    workbench: WorkbenchClient, guest: FakeGuest, content_type: str
) -> None:
    """The text is there before its colours are asked for, and while they are looked for in vain."""
    response = replace(make_exchange().response, body=body(SLOW, content_type))  # type: ignore[type-var]  # it has a response
    workbench.add_exchange(make_exchange(3, response=response))
    workbench.get("/exchanges/3")
    started = time.thread_time()
    text = workbench.get_fragment("/exchanges/3/source").text
    assert "&lt;!--&lt;!--" in text
    assert ("/exchanges/3/colours" in text) == (content_type == "text/html")
    statuses: list[int] = []
    asking = threading.Thread(
        target=lambda: statuses.append(workbench.get_fragment("/exchanges/3/colours").status_code)
    )
    asking.start()
    while asking.is_alive():
        asking.join(0.1)
        assert workbench.get("/exchanges/3").status_code == 200
    assert statuses == [204]
    assert time.thread_time() - started < 5


def test_two_texts_are_coloured_at_a_time() -> None:
    """A third one stays plain, so that a guest cannot have many processes started."""
    asking = [
        threading.Thread(target=coloured, args=(body(SLOW, "text/html"), 1.0))
        for _number in range(PROCESS_LIMIT)
    ]
    for thread in asking:
        thread.start()
    while coloured(body("{}", "application/json")) is not None:
        assert any(thread.is_alive() for thread in asking)
    for thread in asking:
        thread.join()
    assert coloured(body("{}", "application/json")) is not None
