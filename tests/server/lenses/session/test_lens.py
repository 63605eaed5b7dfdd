"""Tests of the session lens: before, after, and whether it will come back."""

from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from server.lenses.kit.blocks import Tone
from server.lenses.session.lens import LENS, outcome
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines

BEFORE = {"cart": s.value("['tea']", "list"), "old": s.value("1", "int")}
AFTER = {"cart": s.value("['tea', 'milk']", "list"), "user": s.value("3", "int")}


def signed(content: dict[str, Any]) -> str:
    """A session cookie as Flask signs it."""
    app = Flask(__name__)
    app.secret_key = "k"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


def test_a_change_inside_that_was_not_saved_warns_and_tells_the_remedy() -> None:
    """The classic loss: a list in the session was appended to, and the session never noticed."""
    made = s.exchange(s.session(nested=["cart"], unsaved=True, accessed=True, before=BEFORE, after=AFTER))
    found = lines(LENS, made)
    assert "! cart changed inside, but was not saved: the session never noticed." in found
    assert "Say so after the change: session.modified = True." in found
    view = LENS.present(made)
    assert (view.tone, view.count) == (Tone.WARNING, 1)


def test_every_key_stands_with_before_and_after_and_its_change() -> None:
    """Added, removed, changed inside and left alone are told apart."""
    made = s.exchange(
        s.session(
            before={**BEFORE, "kept": s.value("1", "int")},
            after={**AFTER, "kept": s.value("1", "int")},
            added=["user"],
            removed=["old"],
            nested=["cart"],
            modified=True,
            saved=True,
        )
    )
    found = lines(LENS, made)
    assert "· cart  ['tea']  ['tea', 'milk']  changed inside" in found
    assert "✗ old  1  —  removed" in found
    assert "✓ user  —  3  added" in found
    assert "kept  1  1  same" in found


def test_an_app_without_a_key_has_no_session() -> None:
    """No secret key: said with its remedy, and nothing is shown of a session that cannot be."""
    found = lines(LENS, s.exchange(s.session(available=False)))
    assert found[0].startswith("· There is no session: the app has no SECRET_KEY")
    assert not any("Before and after" in line for line in found)


def test_the_states_of_a_quiet_session() -> None:
    """Untouched, read, saved again, and changed without being carried: four different things."""
    said = {
        "not touched": s.session(),
        "read and not changed": s.session(accessed=True),
        "carries the session again": s.session(accessed=True, saved=True),
        "does not carry it": s.session(accessed=True, modified=True),
    }
    for words, event in said.items():
        assert any(words in line for line in lines(LENS, s.exchange(event))), words


def test_a_session_cookie_is_shown_as_anyone_can_read_it() -> None:
    """Its content stands there in the clear, without the key."""
    made = s.exchange(s.session(), s.set_cookie(value=signed({"user": "ada"})))
    found = lines(LENS, made)
    assert '"user": "ada"' in found
    assert any("signed is not encrypted" in line for line in found)
    assert any(line.startswith("Signed at 2") for line in found)


def test_a_cookie_that_is_no_session_is_not_decoded() -> None:
    """Other cookies are left to their own lens."""
    found = lines(LENS, s.exchange(s.session(), s.sent_cookies("theme")))
    assert not any("signed is not encrypted" in line for line in found)


def test_what_became_of_a_session_is_told_only_where_something_did() -> None:
    """Saved, lost, or nothing to tell."""
    saved = outcome(s.exchange(s.session(added=["user"], saved=True, modified=True)))
    assert saved is not None
    assert str(saved.sentence) == "The session was saved into its cookie; changed: `user`."
    assert outcome(s.exchange(s.session(accessed=True))) is None
    assert outcome(s.exchange()) is None


def test_a_session_of_another_interface_is_not_said_to_lie_in_its_cookie() -> None:
    """What Flask-Session keeps on the server was saved, and nothing more is known of where."""
    kept = s.session(added=["user"], saved=True, modified=True, interface="CacheLibSessionInterface")
    found = outcome(s.exchange(kept))
    assert found is not None
    assert str(found.sentence) == "The session was saved; changed: `user`."
    assert "✓ The change was saved." in lines(LENS, s.exchange(kept))
