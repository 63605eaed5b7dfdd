"""Tests of the bounded `repr`."""

from typing import Any

import pytest
from werkzeug.local import LocalProxy

from server.probe.child.describe.bounded_repr import (
    DEPTH_LIMIT,
    ITEM_LIMIT,
    ForeignReprError,
    ReprWriter,
)


class Row:
    """An object without a `repr` of its own."""


class Named:
    """An object with a `repr` of its own."""

    def __repr__(self) -> str:
        return "<Named>"


ROW = f"<{Row.__module__}.{Row.__qualname__} object>"


def refuse(value: object) -> str:
    """Refuse to call the guest's own code."""
    raise ForeignReprError


def write(value: Any, limit: int = 1000) -> tuple[str, bool]:
    """Return the text of a value, and whether it was cut."""
    writer = ReprWriter(limit, refuse)
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


def test_the_guests_own_repr_is_left_to_the_callback() -> None:
    """It is called for the object alone, and not for what contains it."""
    with pytest.raises(ForeignReprError):
        write([1, Named()])
    assert ReprWriter(1000, lambda value: "mine").text([1, Named()]) == "[1, mine]"


def test_a_callback_that_raises_is_written_as_such() -> None:
    """The rest of the value is still described."""
    writer = ReprWriter(1000, lambda value: str(1 // 0))
    assert writer.text([1, Named()]) == "[1, <Named: its repr raised ZeroDivisionError>]"
    assert writer.cut


def test_a_subclass_of_a_builtin_is_written_as_its_content() -> None:
    """Without a call of methods that it may override."""

    class Words(dict[str, int]):
        def items(self) -> Any:
            raise RuntimeError

    class Text(str):
        __slots__ = ()

    assert write(Words(a=1)) == ("Words({'a': 1})", False)
    assert write(Text("x")) == ("'x'", False)
