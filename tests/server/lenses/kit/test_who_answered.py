"""Tests of what answered, and why a view was skipped."""

from dataclasses import replace

import pytest

from server.lenses.kit.blocks import Tone
from server.lenses.kit.who_answered import AnsweredBy, Answerer, find_answerer
from server.model.event import PROBE_FAULT
from server.model.exchange import Exchange, ExchangeState, Loss, LossReason
from server.model.versions import Versions
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib

REDIRECT = "http://localhost:5000/slash/"


def who(exchange: Exchange) -> tuple[AnsweredBy, str, str | None]:
    """Return what answered, in which words, and why the view was skipped."""
    found = find_answerer(exchange)
    return found.by, str(found.sentence), None if found.skipped is None else str(found.skipped)


def test_a_view_answers() -> None:
    """The view is named."""
    assert who(s.exchange(s.arrival(), s.match(), s.view("cart"))) == (
        AnsweredBy.VIEW,
        "The view `cart` answered.",
        None,
    )


def test_a_body_that_fails_while_it_is_sent_is_no_good_answer() -> None:
    """The view has returned, but its generator has not come to its end."""
    late = s.raised("RuntimeError", where="response", handled=False, propagated=True)
    found = find_answerer(s.exchange(s.match(), s.view("stream"), s.answer(), late))
    assert (found.by, found.name, found.tone) == (AnsweredBy.VIEW, "stream", Tone.ERROR)
    assert str(found.sentence) == (
        "The response may be incomplete: `RuntimeError` was raised while it was sent."
    )


def test_a_hook_that_returned_something_answers_and_the_view_is_skipped() -> None:
    """The hook is named twice: as what answered, and as why the view did not run."""
    exchange = s.exchange(
        s.match(),
        s.hook("before_request", "load_user", at=1),
        s.hook("before_request", "require_login", at=2, answered=True),
    )
    assert who(exchange) == (
        AnsweredBy.HOOK,
        "The hook `require_login` answered before the view.",
        "The view never ran: the hook `require_login` answered first.",
    )


def test_a_hook_that_raised_keeps_the_view_from_running() -> None:
    """An exception in a before_request hook is why the view did not run."""
    exchange = s.exchange(
        s.match(),
        s.hook("before_request", "load", at=1, raised="KeyError: 'user'"),
        s.raised("KeyError", where="hook"),
        status=500,
    )
    assert who(exchange) == (
        AnsweredBy.FLASK,
        "The hook `load` raised `KeyError: 'user'`, and Flask answered.",
        "The view never ran: the hook `load` raised `KeyError: 'user'`.",
    )


def test_an_error_handler_answers_for_a_view() -> None:
    """The handler answered, although the view ran."""
    exchange = s.exchange(
        s.match(),
        s.view(raised="KeyError: 1"),
        s.hook("errorhandler", "oops", at=4, answered=True),
        status=500,
    )
    assert who(exchange) == (AnsweredBy.HANDLER, "The error handler `oops` answered.", None)


def test_flask_answers_for_a_view_that_raised() -> None:
    """Without a handler, Flask sends the 500."""
    exchange = s.exchange(s.match(), s.view(raised="KeyError: 1"), s.raised(), status=500)
    assert who(exchange) == (
        AnsweredBy.FLASK,
        "The view `index` raised `KeyError: 1`, and Flask answered.",
        None,
    )


def test_abort_in_a_view_is_the_views_answer() -> None:
    """An HTTP exception is a response that a view raises."""
    exchange = s.exchange(
        s.match(), s.view(raised="NotFound: 404"), s.raised("NotFound", http=404), status=404
    )
    assert who(exchange) == (
        AnsweredBy.VIEW,
        "The view `index` ended with the HTTP exception `NotFound`: 404.",
        None,
    )


@pytest.mark.parametrize(
    ("error", "facts", "by", "sentence", "skipped"),
    [
        (
            ("NotFound", 404),
            {},
            AnsweredBy.FLASK,
            "Flask answered 404: no rule of the URL map matched.",
            "The view never ran: no rule of the URL map matched.",
        ),
        (
            ("MethodNotAllowed", 405),
            {},
            AnsweredBy.FLASK,
            "Flask answered 405: a rule matches the path, but not this method.",
            "The view never ran: no rule of this path allows `GET`.",
        ),
        (
            ("RequestRedirect", 308),
            {"redirect": REDIRECT},
            AnsweredBy.ROUTING,
            f"The URL map answered with a redirect to `{REDIRECT}`.",
            f"The view never ran: the URL map redirects to `{REDIRECT}`.",
        ),
    ],
)
def test_routing_answers_if_no_rule_matched(
    error: tuple[str, int], facts: dict[str, str], by: AnsweredBy, sentence: str, skipped: str
) -> None:
    """404, 405 and the redirect to a trailing slash come from the URL map."""
    assert who(s.exchange(s.mismatch(error[0], **facts), status=error[1])) == (by, sentence, skipped)


def test_flask_answers_options_itself() -> None:
    """OPTIONS matches a rule and reaches no view."""
    by, _sentence, skipped = who(s.exchange(s.match(), request=s.request("OPTIONS")))
    assert by is AnsweredBy.FLASK
    assert skipped == (
        "The view never ran: Flask answers OPTIONS itself, from the methods that the rules allow."
    )


def test_a_guest_without_flask_is_what_answered() -> None:
    """Nothing is said about missing hooks and views."""
    by, sentence, skipped = who(s.exchange(s.arrival(), versions=Versions(python="3.12.1")))
    assert (by, skipped) == (AnsweredBy.APP, None)
    assert sentence == "No Flask app took part: only the WSGI side is seen."


def test_an_old_flask_is_named_instead_of_an_explanation() -> None:
    """It is neither no Flask app, nor was Flask not reached: what it did is not seen."""
    old = s.exchange(s.arrival(), versions=Versions(python="3.9.18", flask="2.1.3"))
    by, sentence, skipped = who(old)
    assert (by, skipped) == (AnsweredBy.APP, None)
    assert sentence == "The app answered. What Flask `2.1.3` did is not seen: it is older than 2.2."


def test_a_500_of_an_app_without_flask_is_a_warning() -> None:
    """A failure is never shown in green."""
    exchange = s.exchange(s.arrival(), versions=s.BARE, status=500)
    assert find_answerer(exchange).tone is Tone.WARNING


def test_a_middleware_answers_before_flask() -> None:
    """The guest has Flask, but its URL map was not used."""
    by, sentence, skipped = who(s.exchange(s.arrival()))
    assert (by, skipped) == (AnsweredBy.APP, None)
    assert "middleware" in sentence


def test_a_middleware_is_not_said_to_have_answered_where_events_are_missing() -> None:
    """The process has ended, nothing was received, a sensor failed, or events were left out."""
    complete = s.exchange(s.arrival())
    lost = replace(complete, state=ExchangeState.LOST)
    fault = s.event(PROBE_FAULT, {"sensor": "app", "problem": "KeyError", "lost": 0})
    left_out = (Loss(reason=LossReason.HOST, kind="app", number=1),)
    for exchange, words in (
        (lost, "The app's process ended before all events of it arrived"),
        (replace(lost, events=()), "The app's process ended before all events of it arrived"),
        (
            s.exchange(s.arrival(), s.match(), s.view(), state=ExchangeState.LOST),
            "what answered is not known",
        ),
        (s.exchange(), "No event of this request was received"),
        (s.exchange(s.arrival(), fault), "some events were lost"),
        (replace(complete, lost_events=1), "some events were lost"),
        (replace(complete, losses=left_out), "some events were lost"),
    ):
        found = find_answerer(exchange)
        assert words in str(found.sentence)
        assert (found.tone, found.skipped) == (Tone.WARNING, None)


def test_an_open_exchange_has_no_answer_yet_and_a_lost_one_never_will() -> None:
    """Waiting and failing are told apart."""
    waiting = s.exchange(s.match(), status=None, state=ExchangeState.OPEN)
    assert who(waiting) == (AnsweredBy.NOBODY, "The answer is not complete yet.", None)
    lost = replace(waiting, state=ExchangeState.LOST)
    assert who(lost) == (
        AnsweredBy.NOBODY,
        "The app's process ended before it answered. How far it came is not known.",
        None,
    )
    silent = replace(waiting, state=ExchangeState.DONE)
    assert who(silent)[1:] == ("No answer was seen before the exchange ended.", "The view never ran.")


def test_a_view_that_returned_none_did_not_answer() -> None:
    """Flask sent the 500, so it is not shown in green."""
    exchange = s.exchange(
        s.match(),
        s.view(returned=s.value("None", "NoneType")),
        s.raised("TypeError", where="make_response"),
        status=500,
    )
    assert who(exchange) == (
        AnsweredBy.FLASK,
        "The view `index` returned `None`, so Flask answered 500.",
        None,
    )
    assert find_answerer(exchange).tone is Tone.WARNING


def test_flask_answers_for_an_exception_after_the_view() -> None:
    """A hook after the view can fail too."""
    exchange = s.exchange(s.match(), s.view(), s.raised("KeyError", where="hook"), status=500)
    sentence = "The view `index` returned, then `KeyError` was raised, so Flask answered 500."
    assert who(exchange) == (AnsweredBy.FLASK, sentence, None)
    assert find_answerer(exchange).tone is Tone.WARNING


def test_the_server_answers_if_the_app_withdrew_its_answer() -> None:
    """The view is not said to have answered with what the client never got."""
    exchange = s.exchange(s.match(), s.view("chart"), s.closing(withdrawn="200 OK"), status=500)
    expected = "The server answered: the app announced `200 OK`, then raised before its first byte."
    assert who(exchange) == (AnsweredBy.SERVER, expected, None)


def test_a_view_may_answer_500_by_itself() -> None:
    """Without an exception the view answered, whatever the status."""
    assert who(s.exchange(s.match(), s.view(), status=500))[0] is AnsweredBy.VIEW


def test_the_answer_is_a_value() -> None:
    """Asking twice gives equal results."""
    exchange = s.exchange(s.match(), s.view())
    assert isinstance(find_answerer(exchange), Answerer)
    assert find_answerer(exchange) == find_answerer(exchange)


def test_a_websocket_is_an_answer() -> None:
    """While it is open, and afterwards, with the view that opened it, if one did."""
    opened = (s.arrival(), s.match(), lib.websocket("opened"))
    still = replace(s.exchange(*opened), state=ExchangeState.OPEN, response=None)
    assert str(find_answerer(still).sentence) == "The connection is a websocket, and it is still open."
    switched = s.response(101, "Switching Protocols")
    done = replace(s.exchange(*opened), response=switched)
    assert who(done) == (AnsweredBy.APP, "The connection became a websocket.", None)
    by_view = replace(s.exchange(*opened, s.view("echo")), response=switched)
    assert who(by_view)[:2] == (AnsweredBy.VIEW, "In the view `echo` the connection became a websocket.")
    failed = replace(s.exchange(*opened, s.view("echo", raised="LookupError: rye")), response=switched)
    assert str(find_answerer(failed).sentence) == (
        "In the view `echo` the connection became a websocket, then `LookupError: rye` was raised."
    )
