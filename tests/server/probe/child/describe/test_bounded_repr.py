"""Tests of the bounded `repr`."""

from typing import Any

import pytest
from werkzeug.local import LocalProxy

from server.probe.child.describe.bounded_repr import (
    DEPTH_LIMIT,
    ITEM_LIMIT,
    ReprWriter,
)


class Row:
    """An object without a `repr` of its own."""


ROW = f"<{Row.__module__}.{Row.__qualname__} object>"


def write(value: Any, limit: int = 1000) -> tuple[str, bool]:
    """Return the text of a value, and whether it was cut."""
    writer = ReprWriter(limit)
    return writer.text(value), writer.cut


@pytest.mark.parametrize(
    "value", [(), (1,), [1, (2, {3})], {}, {"a": {"b": None}}, set(), frozenset(), frozenset({1}), b"x"]
)
def test_plain_containers_have_the_text_of_python(value: object) -> None:
    """As long as they are small."""
    assert write(value) == (repr(value), False)


def test_a_structure_that_contains_itself_ends() -> None:
    """The loop is marked where it closes, as Python does."""
    loop: list[Any] = [1]
    loop.append(loop)
    assert write(loop) == ("[1, [...]]", False)


def test_items_and_depth_are_bounded() -> None:
    """What is left out is marked."""
    text, cut = write(list(range(ITEM_LIMIT + 1)))
    assert cut
    assert text.endswith(f"{ITEM_LIMIT - 1}, …]")
    nested: list[Any] = []
    for _ in range(DEPTH_LIMIT + 1):
        nested = [nested]
    assert write(nested)[1]


def test_a_list_of_rows_is_written_until_it_is_full() -> None:
    """Objects without a `repr` of their own are named one by one, as long as there is room."""
    assert write([Row(), Row()]) == (f"[{ROW}, {ROW}]", False)
    text, cut = write([Row() for _ in range(500)], 200)
    assert cut
    assert text.endswith(", …]")


def test_a_proxy_is_not_followed() -> None:
    """Following one may load a user from a database, or fail."""
    assert write([LocalProxy(lambda: 1 / 0)]) == ("[<LocalProxy>]", False)


def test_a_subclass_of_a_builtin_is_written_as_its_content() -> None:
    """Without a call of methods that it may override."""

    class Words(dict[str, int]):
        def items(self) -> Any:
            raise RuntimeError

    class Text(str):
        __slots__ = ()

    assert write(Words(a=1)) == ("Words({'a': 1})", False)
    assert write(Text("x")) == ("'x'", False)
