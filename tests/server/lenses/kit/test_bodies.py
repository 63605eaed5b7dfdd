"""Tests of how bodies of requests and responses are shown."""

import json

import pytest
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
    """Return the text of a body's blocks."""
    return next(block.text for block in body_blocks(body, "Body") if isinstance(block, Text))


@pytest.mark.slow
@given(values)
def test_indented_json_is_the_same_json(value: object) -> None:
    """Only layout is added: it parses to what was sent."""
    text = json.dumps(value)
    pretty = pretty_json(text)
    assert pretty is not None
    assert json.loads(pretty) == value
    assert "".join(pretty.split()) == "".join(text.split())


def test_json_keeps_its_tokens() -> None:
    """`1.0` stays `1.0`, duplicate keys and escapes are kept."""
    assert pretty_json('{"a":1.0,"a":"\\u00e5","b":[],"c":{}}') == (
        '{\n  "a": 1.0,\n  "a": "\\u00e5",\n  "b": [],\n  "c": {}\n}'
    )


def test_invalid_json_is_left_unchanged() -> None:
    """The content type alone proves nothing, and extreme nesting is not parsed."""
    assert pretty_json("{oops") is None
    assert pretty_json("[" * 100_000) is None
    assert shown(Body(data=b"{oops", size=5, content_type="application/json")) == "{oops"


def test_bytes_are_dumped_by_sixteen() -> None:
    """Offset, hex and ASCII, as in other hex dumps."""
    assert hex_dump(b"A\x00" + b"z" * 16).split("\n") == [
        "00000000  41 00 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a 7a  A.zzzzzzzzzzzzzz",
        "00000010  7a 7a                                            zz",
    ]
    assert shown(Body(data=b"\xff\xfe", size=2)).startswith("00000000  ff fe")


def test_a_body_that_was_cut_says_how_much_is_shown() -> None:
    """The beginning is never presented as the whole."""
    remarks = [
        str(block.sentence)
        for block in body_blocks(Body(data=b"abc", size=9), "Body")
        if isinstance(block, Remark)
    ]
    assert "Only the first 3 bytes are shown." in remarks


def test_an_empty_body_is_said_to_be_empty() -> None:
    """That there is none is information too."""
    [remark] = body_blocks(Body(), "Body")
    assert isinstance(remark, Remark)
    assert str(remark.sentence) == "No body."


def remarks(data: bytes) -> list[str]:
    """Return the remarks on a body."""
    blocks = body_blocks(Body(data=data, size=len(data)), "Body")
    return [str(block.sentence) for block in blocks if isinstance(block, Remark)]


def test_a_secret_removed_from_a_body_is_explained() -> None:
    """The reader learns that the mark is ours, and why it is there."""
    assert remarks(b"user=ann&password=[redacted]")[1:] == [
        "`[redacted]` replaces a value whose name looks like a secret."
    ]
    assert len(remarks(b"user=ann")) == 1
