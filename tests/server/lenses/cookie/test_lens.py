"""Tests of the cookies lens: sizes against the limit, attributes, and warnings."""

from typing import Any

import pytest

from server.lenses.cookie.lens import LENS
from server.lenses.kit.blocks import Fold, Gauge, Section, Tone
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def warnings(name: str = "theme", **attributes: Any) -> list[str]:
    """Return the warnings about one cookie."""
    given = {key.replace("_", "-"): value for key, value in attributes.items()}
    found = lines(LENS, s.exchange(s.set_cookie(name, attributes=given)))
    return [line for line in found if line.startswith(("!", "✗"))]


def test_a_cookie_over_the_limit_is_an_error_with_its_size() -> None:
    """4,212 bytes where browsers store 4,093: they may drop it silently."""
    made = s.exchange(s.set_cookie("big", bytes=4212, over=True))
    found = lines(LENS, made)
    assert "✗ 4,212 bytes of the 4,093 that browsers keep for one cookie" in found
    assert "✗ Too large: a browser may drop big silently." in found
    assert LENS.present(made).tone is Tone.ERROR


def test_a_gauge_shows_how_full_a_cookie_is() -> None:
    """Half of the limit is half of the gauge, and no cause for a warning."""
    [section] = LENS.present(s.exchange(s.set_cookie(bytes=2046, limit=4092))).blocks
    assert isinstance(section, Section)
    [fold] = section.blocks
    assert isinstance(fold, Fold)
    gauge = fold.blocks[0]
    assert isinstance(gauge, Gauge)
    assert (gauge.share, gauge.tone) == ("50.00%", Tone.PLAIN)


@pytest.mark.parametrize(
    ("name", "attributes", "warned"),
    [
        ("theme", {"SameSite": "None"}, True),
        ("theme", {"SameSite": "None", "Secure": True}, False),
        ("theme", {"SameSite": "Lax"}, False),
        ("theme", {"SameSite": "Lax", "Partitioned": True}, True),
        ("theme", {"SameSite": "None", "Partitioned": True, "Secure": True}, False),
        ("__Secure-id", {"Path": "/"}, True),
        ("__Secure-id", {"Path": "/", "Secure": True}, False),
        ("__Host-id", {"Path": "/", "Secure": True}, False),
        ("__Host-id", {"Path": "/shop", "Secure": True}, True),
        ("__Host-id", {"Path": "/", "Secure": True, "Domain": "localhost"}, True),
        ("theme", {"Domain": "example.org"}, True),
        ("theme", {"Domain": ".localhost"}, False),
        ("theme", {}, False),
    ],
)
def test_a_warning_is_given_only_if_it_applies(name: str, attributes: dict[str, Any], warned: bool) -> None:
    """Each rule is tried with a cookie that breaks it and with one that follows it."""
    assert bool(warnings(name, **attributes)) is warned


def test_a_session_cookie_that_scripts_can_read_is_noted() -> None:
    """Without HttpOnly a script can steal it; a cookie that is deleted needs no note."""
    note = "· HttpOnly is missing: a script on the page can read the cookie."
    assert note in lines(LENS, s.exchange(s.set_cookie(attributes={"Path": "/"})))
    assert note not in lines(LENS, s.exchange(s.set_cookie(attributes={"Path": "/"}, deletes=True)))


def test_cookies_that_the_client_sent_are_listed_with_their_sizes() -> None:
    """They are sent with every request, so their size matters."""
    found = lines(LENS, s.exchange(s.sent_cookies("session", "theme")))
    assert "session  eyJ9  12 bytes" in found
    assert "24 bytes in all, with every request" in found


def test_an_invalid_url_gives_no_warning_about_the_domain() -> None:
    """The host is unknown then."""
    request = s.request()
    odd = type(request)(method="GET", url="http://[oops", path="/", query="", headers=(), body=request.body)
    found = lines(LENS, s.exchange(s.set_cookie(attributes={"Domain": "example.org"}), request=odd))
    assert not any("refuse" in line for line in found)


def test_a_malformed_cookie_does_not_affect_the_others() -> None:
    """It is shown as unreadable; the others are shown as usual."""
    found = lines(LENS, s.exchange(s.set_cookie("good"), s.set_cookie("odd", attributes=[1])))
    assert any(line.startswith("! Could not read this") for line in found)
    assert any(line.startswith("good") for line in found)
