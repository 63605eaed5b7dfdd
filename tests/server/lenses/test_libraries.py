"""The lenses of libraries beside Flask, and of warnings and output."""

from typing import Any

import pytest

from server.lenses import flash, form, job, login, output, token, warning
from server.lenses.journey.journey import journey
from server.lenses.kit.blocks import Tone
from server.lenses.kit.lens import LensState
from tests.server.lenses import library_samples as lib
from tests.server.lenses import samples as s
from tests.server.lenses.reading_views import lines

CHECKED = "The app checked a token, and its signature fits (JSON Web Token)"
CAME_IN = "A token came in: `header Authorization` (JSON Web Token)"


def test_flash_messages_are_told_by_what_became_of_them() -> None:
    """Put, taken, taken again, and waiting; asking for nothing is said."""
    made = s.exchange(
        lib.flash("put", "Baked."),
        lib.flash("taken", "Old.", filter=["ok"]),
        lib.flash("taken", "Old.", again=True),
        lib.flash("taken"),
        lib.flash("waiting", "Baked."),
    )
    found = lines(flash.LENS, made)
    assert "ok  'Baked.'" in " ".join(found)
    assert "1 message was taken." in found
    assert "Only these categories were asked for: ok." in found
    assert "Messages were asked for again: within one request they stay the same." in found
    assert "Messages were asked for, and none waited." in found
    assert "1 message waits for the next request that asks for it." in " ".join(found)
    assert flash.LENS.present(made).count == 2


@pytest.mark.parametrize(
    ("changes", "said", "tone"),
    [
        ({"valid": True}, "`OrderForm` is valid", Tone.GOOD),
        ({}, "`OrderForm` is not valid: 1 field objects", Tone.WARNING),
        ({"fields": []}, "`OrderForm` is not valid", Tone.WARNING),
        ({"submitted": False, "valid": None}, "`OrderForm` was shown, not sent", Tone.PLAIN),
        ({"raised": "E: x", "valid": None}, "`OrderForm` broke off: `E: x`", Tone.ERROR),
        (
            {"csrf": {"state": "failed", "why": "gone"}},
            "`OrderForm` is not valid: 1 field objects",
            Tone.ERROR,
        ),
    ],
)
def test_a_form_says_in_one_line_how_it_fared(changes: dict[str, Any], said: str, tone: Tone) -> None:
    """And is as loud as that."""
    event = lib.form(lib.field(errors=["No."]), lib.field("kind"), **changes)
    summary = form.LENS.journey.summarise(event)
    assert (str(summary.says), summary.tone) == (said, tone)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("passed", "✓ The CSRF token was that of this visitor's session."),
        ("failed", "✗ The CSRF token was refused: gone"),
        ("off", "This form has no CSRF token: other sites could have it sent."),
        ("offered", "It carries a CSRF token, to be sent back with it."),
    ],
)
def test_a_form_says_what_became_of_its_token(state: str, said: str) -> None:
    """Which is what keeps others from sending it."""
    made = s.exchange(
        lib.form(lib.field(errors=["No."]), csrf={"state": state, "why": "gone"}, errors=["All."])
    )
    found = lines(form.LENS, made)
    assert any(said in line for line in found), found
    assert "! All." in found
    assert form.LENS.present(made).count == 1


def test_csrf_protect_has_its_own_sentence() -> None:
    """It stands before any form."""
    passed, refused = (
        form.LENS.journey.summarise(lib.protected(*facts)) for facts in (("passed",), ("failed", "gone"))
    )
    assert str(passed.says) == "CSRFProtect let the request pass"
    assert str(refused.says) == "CSRFProtect refused the request: `gone`"


@pytest.mark.parametrize(
    ("act", "changes", "said"),
    [
        ("loaded", {}, "`7` is logged in, by the session"),
        ("loaded", {"source": "remember"}, "`7` is logged in, by the remember-me cookie"),
        ("loaded", {"source": None, "id": None}, "`<User 7>` is logged in"),
        ("loaded", {"authenticated": False}, "Nobody is logged in"),
        ("loaded", {"user": None, "id": None}, "Nobody is logged in"),
        ("login", {"remember": False, "succeeded": True}, "`7` logs in"),
        ("login", {"remember": True, "succeeded": True}, "`7` logs in, to be remembered"),
        ("login", {"succeeded": False}, "login_user refused: the user is not active"),
        ("logout", {"user": None}, "`7` logs out"),
        ("confirmed", {}, "`7` has confirmed the login: it is fresh again"),
        (
            "unauthorized",
            {"answer": "302 FOUND → /in"},
            "Sent away, for nobody is logged in: `302 FOUND → /in`",
        ),
    ],
)
def test_each_step_of_a_login_has_its_sentence(act: str, changes: dict[str, Any], said: str) -> None:
    """Who it is, and where that was read."""
    assert str(login.LENS.journey.summarise(lib.login(act, **changes)).says) == said


def test_a_login_tells_its_facts() -> None:
    """Fresh or not, protected or not, and what is not known."""
    made = s.exchange(
        lib.login(protection="stale", fresh=False, authenticated=None),
        lib.login("logout", id=None, user=None, fresh=None),
        lib.login(protection="cleared", id=None, user=None, authenticated=False),
    )
    found = lines(login.LENS, made)
    assert "is_authenticated: not known" in found
    assert "Fresh: no" in found
    assert any("no longer counts as fresh" in line for line in found)
    assert any("was thrown away" in line for line in found)


def test_a_token_is_read_and_its_signature_is_not_there() -> None:
    """Claims with what they mean, times as times, and how long ago it expired."""
    found = lines(token.LENS, s.exchange(lib.token()))
    assert "A token came in: header Authorization (JSON Web Token)" in " ".join(found)
    assert "Expired: 2023-11-14 22:13:20 UTC, 30.00 s ago" in found
    assert "exp: 1700000000 (2023-11-14 22:13:20 UTC)" in found
    assert "sub: 'ada'" in found
    assert any(line.startswith("Signature: hidden") for line in found)


@pytest.mark.parametrize(
    ("event", "said", "tone"),
    [
        (lib.token("made"), "The app made a token (JSON Web Token)", Tone.NOTE),
        (
            lib.token("checked", verified=True),
            CHECKED,
            Tone.GOOD,
        ),
        (
            lib.token("checked", verified=False, problem="Bad: x"),
            "The app refused a token: `Bad: x` (JSON Web Token)",
            Tone.WARNING,
        ),
        (
            lib.token("checked", problem="The signature was not looked at."),
            "The app read a token without checking its signature (JSON Web Token)",
            Tone.WARNING,
        ),
        (
            lib.token(direction="out", kind="itsdangerous", expires_at=None, expires_in=None, algorithm=None),
            "A token goes out: `header Authorization` (ItsDangerous token)",
            Tone.PLAIN,
        ),
        (
            lib.token(algorithm="none", expires_in=9.0),
            CAME_IN,
            Tone.WARNING,
        ),
    ],
)
def test_what_was_done_with_a_token_is_said(event: Any, said: str, tone: Tone) -> None:
    """As loud as it is dangerous."""
    summary = token.LENS.journey.summarise(event)
    assert (str(summary.says), summary.tone) == (said, tone)


@pytest.mark.parametrize(
    ("left", "said"), [(5.0, "in 5.00 s"), (600.0, "in 10.0 minutes"), (-864_000.0, "10 days ago")]
)
def test_how_long_a_token_holds_is_said_in_fitting_units(left: float, said: str) -> None:
    """Seconds, minutes, days."""
    assert any(line.endswith(said) for line in lines(token.LENS, s.exchange(lib.token(expires_in=left))))


def test_an_encrypted_token_says_so() -> None:
    """There is nothing to read; and times that are none are left out."""
    made = s.exchange(lib.token(kind="jwe", claims={}, expires_at=9e11, signed_at=-9e11))
    found = lines(token.LENS, made)
    assert "Its content is encrypted." in " ".join(found)
    assert not any(line.startswith(("Expire", "Signed")) for line in found)


def test_a_job_is_followed_to_its_end() -> None:
    """One fold a task, with all that became of it; the newest state is its title."""
    made = s.exchange(
        lib.job(),
        lib.job("started", at=900.0, took=None),
        lib.job("retried", at=910.0, problem="ValueError: burnt", retries=1),
        lib.job("succeeded", at=950.0, took=40.0, result=s.value("3 loaves")),
        lib.job(task="other"),
    )
    found = lines(job.LENS, made)
    assert any(line.startswith("bakery.bake: succeeded") for line in found)
    assert any(line.startswith("bakery.bake: sent") for line in found)
    assert "Result: 3 loaves" in found
    assert any("It waits in the queue" in line for line in found)
    assert job.LENS.present(made).count == 2


@pytest.mark.parametrize("state", ["unsent", "failed", "lost", "refused", "eager"])
def test_every_end_of_a_job_has_its_sentence(state: str) -> None:
    """And none is silent about why."""
    summary = job.LENS.journey.summarise(lib.job(state, problem="E: x", retries=2, worker="celery@oven"))
    assert "`bakery.bake`" in str(summary.says)
    assert summary.tone >= Tone.WARNING


def test_what_comes_late_stands_in_a_station_of_its_own_and_stretches_no_scale() -> None:
    """A task of ten seconds leaves the request's milliseconds readable."""
    made = s.exchange(
        s.arrival(), s.view(), lib.job(), s.answer(), s.closing(), lib.job("succeeded", at=10_000.0, took=9.0)
    )
    way = journey(made)
    assert [stop.name for stop in way.stops][-1] == "later"
    assert way.total == "5.00 ms"


def test_tokens_stand_where_they_travel() -> None:
    """In with the request, out with the answer."""
    made = s.exchange(
        s.arrival(), lib.token(), s.view(), lib.token("made"), s.answer(), lib.token(direction="out", at=4.7)
    )
    where = {stop.name: [node.kind for node in stop.nodes] for stop in journey(made).stops}
    assert "token" in where["socket"]
    assert "token" in where["answer"]


def test_warnings_are_a_table_with_what_became_of_each() -> None:
    """Hidden ones are explained."""
    made = s.exchange(lib.warning(), lib.warning("quiet", "hidden"), lib.warning("loud", "raised"))
    found = " ".join(lines(warning.LENS, made))
    assert "DeprecationWarning  it is old  shown" in found
    assert "hidden by a filter" in found
    assert "-W default" in found
    assert "Python hides" not in " ".join(lines(warning.LENS, s.exchange(lib.warning())))
    assert warning.LENS.journey.summarise(lib.warning("loud", "raised")).tone is Tone.ERROR


def test_output_shows_lines_and_what_was_left_out() -> None:
    """Long ones open."""
    made = s.exchange(lib.output(), lib.output("", omitted=7), lib.output("oh\nno\n", stream="stderr"))
    found = " ".join(lines(output.LENS, made))
    assert "baking" in found
    assert "7 more characters were left out." in found
    long, short, cut = (
        output.LENS.journey.summarise(lib.output(**facts))
        for facts in ({"text": "a\nb\n"}, {"text": "a\n"}, {"text": "", "omitted": 1})
    )
    assert long.blocks
    assert not short.blocks
    assert str(cut.says) == "1 more character was left out."


@pytest.mark.parametrize("lens", [flash.LENS, form.LENS, job.LENS, token.LENS, warning.LENS, output.LENS])
def test_a_library_that_was_silent_puts_its_tab_away(lens: Any) -> None:
    """One with something to show has its tab."""
    view = lens.present(s.exchange(s.arrival()))
    assert (view.state, view.silent) == (LensState.EMPTY, True)
    assert not lens.present(s.exchange(*lib.libraries())).silent
