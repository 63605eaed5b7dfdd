"""Tests of the flash lens."""

from server.lenses import flash
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


def test_messages_are_grouped_by_what_became_of_them() -> None:
    """Flashed, read, read again, and waiting; reading none is shown too."""
    exchange = s.exchange(
        lib.flash("put", "Baked."),
        lib.flash("taken", "Old.", filter=["ok"]),
        lib.flash("taken", "Old.", again=True),
        lib.flash("taken"),
        lib.flash("waiting", "Baked."),
    )
    found = lines(flash.LENS, exchange)
    assert "ok  'Baked.'" in " ".join(found)
    assert "1 message was read." in found
    assert "Only these categories were read: ok." in found
    assert "Messages were read again: within one request they stay the same." in found
    assert "Messages were requested, but none were waiting." in found
    assert "1 message waits for the next request that asks for it." in " ".join(found)
    assert flash.LENS.present(exchange).count == 2


def test_messages_of_other_categories_may_be_waiting() -> None:
    """Only those that were asked for are said not to be there."""
    sentence = flash.LENS.journey.summarise(lib.flash("taken", filter=["error"])).sentence
    assert str(sentence) == "Messages of some categories were requested, but none of these were waiting."
