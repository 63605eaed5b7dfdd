"""Tests of bodies as a reader wants them."""

import json

from hypothesis import given
from hypothesis import strategies as st

from server.lenses.kit.blocks import Remark, Text
from server.lenses.kit.bodies import body_blocks, hex_dump, pretty_json
from server.model.exchange import Body

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def shown(body: Body) -> str:
    """The text of a body's blocks."""
    return next(block.text for block in body_blocks(body, "Body") if isinstance(block, Text))


@given(values)
def test_indented_json_is_the_same_json(value: object) -> None:
    """Lines are added, nothing else: what is read from it is what was sent."""
    text = json.dumps(value)
    pretty = pretty_json(text)
    assert pretty is not None
    assert json.loads(pretty) == value
    assert "".join(pretty.split()) == "".join(text.split())


def test_json_keeps_its_tokens() -> None:
    """`1.0` stays `1.0`, doubled keys stay doubled and escapes stay escapes."""
    assert pretty_json('{"a":1.0,"a":"\\u00e5","b":[],"c":{}}') == (
        '{\n  "a": 1.0,\n  "a": "\\u00e5",\n  "b": [],\n  "c": {}\n}'
    )


def test_what_is_no_json_is_left_as_it_is() -> None:
    """A type that promises JSON does not make it so, and endless nesting is no JSON either."""
    assert pretty_json("{oops") is None
    assert pretty_json("[" * 100_000) is None
    assert shown(Body(data=b"{oops", size=5, content_type="application/json")) == "{oops"


def test_bytes_are_dumped_by_sixteen() -> None:
    """Offset, hex and ASCII, as everywhere."""
    assert hex_dump(b"A\x00" + b"z" * 16).split("\n") == [
        "00000000  41 00 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a  A.zzzzzzzzzzzzzz",
        "00000010  7a 7a                                            zz",
    ]
    assert shown(Body(data=b"\xff\xfe", size=2)).startswith("00000000  ff fe")


def test_a_body_that_was_cut_says_how_much_is_shown() -> None:
    """A reader is never left to believe that the beginning is all."""
    remarks = [
        str(block.sentence)
        for block in body_blocks(Body(data=b"abc", size=9), "Body")
        if isinstance(block, Remark)
    ]
    assert "Only the first 3 bytes are shown." in remarks


def test_no_body_says_so() -> None:
    """Nothing is a fact, too."""
    [remark] = body_blocks(Body(), "Body")
    assert isinstance(remark, Remark)
    assert str(remark.sentence) == "No body."


def remarks(data: bytes) -> list[str]:
    """What is said of a body."""
    blocks = body_blocks(Body(data=data, size=len(data)), "Body")
    return [str(block.sentence) for block in blocks if isinstance(block, Remark)]


def test_what_was_hidden_of_a_body_is_explained() -> None:
    """A mark in a body is said to be ours, and why it stands there."""
    assert remarks(b"user=ann&password=[redacted]")[1:] == [
        "`[redacted]` replaces a value whose name looks like a secret."
    ]
    assert len(remarks(b"user=ann")) == 1
