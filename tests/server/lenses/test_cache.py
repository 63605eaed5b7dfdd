"""Tests of the cache lens."""

import pytest

from server.lenses.cache import LENS
from tests.support.lenses import sample_events as s
from tests.support.lenses import sample_library_events as lib
from tests.support.lenses.view_lines import lines


@pytest.mark.parametrize(
    ("operation", "found", "sentence"),
    [
        ("get", True, "`menu` was found in the cache"),
        ("get", False, "`menu` was not in the cache"),
        ("set", None, "`menu` was stored in the cache"),
        ("add", False, "`menu` was stored in the cache"),
        ("add", True, "`menu` was in the cache already, so nothing was stored"),
        ("delete", True, "`menu` was removed from the cache"),
        ("delete", False, "`menu` was to be removed from the cache, but was not there"),
    ],
)
def test_each_operation_has_its_sentence(operation: str, found: bool | None, sentence: str) -> None:
    """A hit, a miss and a write are told apart."""
    assert str(LENS.journey.summarise(lib.cache(operation, found=found)).sentence) == sentence


def test_the_tab_lists_all_operations_with_their_values() -> None:
    """The number on the tab is the number of operations; hits are counted among the reads."""
    exchange = s.exchange(
        lib.cache(found=False, values={}), lib.cache("set", found=None, timeout=60), lib.cache()
    )
    shown = [" ".join(line.split()) for line in lines(LENS, exchange)]
    assert "menu was stored in the cache 'rye' 60.00 s 100 µs shop/app.py:12" in shown
    assert "Reads that found something: 1 of 2" in shown
    assert LENS.present(exchange).count == 3
