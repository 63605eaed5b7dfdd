"""Tests of the session lens: before, after, and whether changes were saved."""

from typing import Any

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from server.lenses.kit.blocks import Tone
from server.lenses.session.lens import LENS, outcome
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines

BEFORE = {"cart": s.value("['tea']", "list"), "old": s.value("1", "int")}
AFTER = {"cart": s.value("['tea', 'milk']", "list"), "user": s.value("3", "int")}


def signed(content: dict[str, Any]) -> str:
    """Return a session cookie as Flask signs it."""
    app = Flask(__name__)
    app.secret_key = "k"
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    return str(serializer.dumps(content))


def test_a_nested_change_that_was_not_saved_is_a_warning_with_a_remedy() -> None:
    """A list in the session was appended to, which the session cannot notice."""
    made = s.exchange(s.session(nested=["cart"], unsaved=True, accessed=True, before=BEFORE, after=AFTER))
    found = lines(LENS, made)
    assert "! cart changed inside, but was not saved: the session never noticed." in found
    assert "Set session.modified = True after the change." in found
    view = LENS.present(made)
    assert (view.tone, view.count) == (Tone.WARNING, 1)


def test_every_key_is_shown_before_and_after_with_its_change() -> None:
    """Added, removed, changed inside and unchanged are told apart."""
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
    """The lens says so with the remedy, and shows no session."""
    found = lines(LENS, s.exchange(s.session(available=False)))
    assert found[0].startswith("· There is no session: the app has no SECRET_KEY")
    assert not any("Before and after" in line for line in found)


def test_the_states_of_an_unchanged_session() -> None:
    """Untouched, read, saved again, and changed but not sent are told apart."""
    expected = {
        "not touched": s.session(),
        "read and not changed": s.session(accessed=True),
        "carries the session again": s.session(accessed=True, saved=True, after={"user": s.value("1")}),
        "deletes its cookie": s.session(accessed=True, modified=True, saved=True),
        "does not carry it": s.session(accessed=True, modified=True),
    }
    for words, event in expected.items():
        assert any(words in line for line in lines(LENS, s.exchange(event))), words


def test_a_session_cookie_is_shown_as_anyone_can_read_it() -> None:
    """Its content is readable without the key."""
    made = s.exchange(s.session(), s.set_cookie(value=signed({"user": "ada"})))
    found = lines(LENS, made)
    assert '"user": "ada"' in found
    assert any("signed is not encrypted" in line for line in found)
    assert any(line.startswith("Signed at 2") for line in found)


def test_a_cookie_that_is_no_session_is_not_decoded() -> None:
    """The cookies lens shows other cookies."""
    found = lines(LENS, s.exchange(s.session(), s.sent_cookies("theme")))
    assert not any("signed is not encrypted" in line for line in found)


def test_an_unchanged_session_has_no_outcome() -> None:
    """Only a saved or lost change is noted."""
    saved = outcome(
        s.exchange(s.session(added=["user"], after={"user": s.value("1")}, saved=True, modified=True))
    )
    assert saved is not None
    assert str(saved.sentence) == "The session was saved into its cookie; changed: `user`."
    assert outcome(s.exchange(s.session(accessed=True))) is None
    assert outcome(s.exchange()) is None


def test_a_session_of_another_interface_is_not_said_to_be_in_its_cookie() -> None:
    """Flask-Session stores it on the server; where is unknown."""
    kept = s.session(added=["user"], saved=True, modified=True, interface="CacheLibSessionInterface")
    found = outcome(s.exchange(kept))
    assert found is not None
    assert str(found.sentence) == "The session changed: `user`. The response sets its cookie."
    assert "✓ The session changed, and the response sets its cookie." in lines(LENS, s.exchange(kept))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"available": False}, "· There is no session: the interface Own opened none."),
        ({"accessed": True}, "No change of the session was seen."),
        (
            {"added": ["user"], "unsaved": True},
            "· user changed, and no cookie is set. Whether Own stored it is not seen.",
        ),
        (
            {"nested": ["cart"], "modified": True, "unsaved": True},
            "· cart changed, and no cookie is set. Whether Own stored it is not seen.",
        ),
        ({"removed": ["user"], "saved": True}, "✓ The session changed, and the response sets its cookie."),
    ],
)
def test_another_interface_may_have_stored_what_no_cookie_shows(
    changes: dict[str, Any], expected: str
) -> None:
    """Nothing is said of where a session is, nor that it was lost."""
    assert lines(LENS, s.exchange(s.session(interface="Own", **changes)))[0] == expected


def test_a_change_that_was_noticed_and_not_saved_is_not_said_to_be_unnoticed() -> None:
    """The response may not have been processed at all."""
    found = lines(LENS, s.exchange(s.session(added=["user"], modified=True, unsaved=True)))
    assert found[0] == "! The session was changed, but the response does not carry it."


def test_the_words_about_a_state_say_what_is_the_case() -> None:
    """They never describe the other value."""

    def words(**facts: Any) -> str:
        return repr(LENS.present(s.exchange(s.session(before=BEFORE, after=AFTER, **facts))).blocks)

    unchanged = words(accessed=True, nested=["cart"])
    assert "It noticed no change." in unchanged
    assert "Something read or wrote it." in unchanged
    changed = words(modified=True)
    assert "It noticed a change of its keys" in changed
    assert "Nothing read or wrote it." in changed
