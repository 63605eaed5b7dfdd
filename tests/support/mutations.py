"""Strategies for input that is random, or valid but for some random changes."""

from collections.abc import Sequence
from typing import Final

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

# What parsers stumble over: depth, endless numbers, characters that are none, and ends of all kinds.
ODD: Final = (
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"\r\n",
    b"\r",
    b"[" * 2000,
    b"{" * 2000,
    b"(" * 300,
    b'{"a":' * 2000,
    b"9" * 5000,
    b"-1",
    b"1e999",
    b"NaN",
    b"null",
    b'"',
    b"'",
    b"\\",
    b"%",
    b"\xe2\x80\xae",
    b"=" * 50,
    b";" * 50,
    b"a" * 5000,
    b"..",
    b"/",
    b"<script>",
)


@st.composite
def _changed(draw: st.DrawFn, samples: Sequence[bytes]) -> bytes:
    data = draw(st.sampled_from(samples))
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(data)))
        end = draw(st.integers(start, min(len(data), start + 20)))
        data = data[:start] + draw(st.sampled_from(ODD) | st.binary(max_size=8)) + data[end:]
    return data


def like(*samples: bytes) -> SearchStrategy[bytes]:
    """Return bytes that are one of the samples with some places replaced, or random."""
    return _changed(samples) | st.binary(max_size=200)


def text_like(*samples: str) -> SearchStrategy[str]:
    """Return text that is one of the samples with some places replaced, or random; it may hold surrogates."""
    changed = _changed([sample.encode() for sample in samples])
    return changed.map(lambda data: data.decode("utf-8", "surrogateescape")) | st.text(max_size=100)


def header_like(*samples: str) -> SearchStrategy[str]:
    """Return what a server makes of such bytes in a header: a character a byte."""
    return _changed([sample.encode() for sample in samples]).map(lambda data: data.decode("latin-1"))
