"""Tests of the warnings about single cookies, without the lens around them."""

from server.lenses.cookie.rules import cookie_warnings
from server.lenses.kit.event_reader import EventReader
from server.model.exchange import Exchange
from tests.support.lenses import sample_events as s


def texts(attributes: dict[str, object], exchange: Exchange | None = None) -> list[str]:
    """Return the warnings about a cookie with these attributes."""
    event = s.set_cookie("theme", attributes=attributes)
    return [str(warning) for warning in cookie_warnings(EventReader(event.body), exchange)]


def test_a_cookie_for_all_sites_must_be_secure() -> None:
    """SameSite=None without Secure is rejected by browsers."""
    assert any("Secure" in text for text in texts({"SameSite": "None"}))
    assert not any("SameSite" in text for text in texts({"SameSite": "None", "Secure": True}))


def test_a_foreign_domain_is_noticed_only_with_the_exchange() -> None:
    """Without the exchange the host is unknown, and nothing is claimed about it."""
    assert any("example.org" in text for text in texts({"Domain": "example.org"}, s.exchange()))
    assert not any("example.org" in text for text in texts({"Domain": "example.org"}))
