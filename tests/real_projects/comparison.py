"""Compares the answers of three runs, without what differs from one run to the next by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tests.real_projects.visitor import Answer

_LENGTH: Final = re.compile(rb"(?im)^content-length: .*$")
CONTEXT: Final = 8  # words shown on each side of a difference
# A token, a time or an identifier is one word, so that two runs have the same number of words.
_WORDS: Final = re.compile(rb"[\w.+/=:\-]+|.", re.DOTALL)


def differences(
    watched: Sequence[Answer], plain: Sequence[Answer], again: Sequence[Answer], varies: Sequence[str] = ()
) -> list[str]:
    """Return the requests whose answers differ with the probe although two runs without it agree.

    Where the runs before and after it differ (tokens, times, random order), the answer with the probe may
    differ in the same places only: the rest must be equal byte for byte, except for what matches `varies`.
    """
    found = []
    for answers in zip(watched, plain, again, strict=True):
        one, two, three = (_without(answer.body, varies) for answer in answers)
        heads = [answer.head for answer in answers]
        if two != three or two != answers[1].body:
            # A body that varies may have any length; a reader of the answer has checked it.
            heads = [_LENGTH.sub(b"", head) for head in heads]
        for part, difference in (
            ("head", first_difference(heads[0], heads[1], heads[2])),
            ("body", first_difference(one, two, three)),
        ):
            if difference is not None:
                found.append(f"{answers[0].request}: {part}, {difference}")
    return found


def _without(body: bytes, varies: Sequence[str]) -> bytes:
    for pattern in varies:
        body = re.sub(pattern.encode(), b"", body)
    return body


def first_difference(watched: bytes, plain: bytes, again: bytes) -> str | None:
    """Return where the first content differs although the two others are equal there, None if nowhere."""
    if watched in (plain, again):
        return None
    one, two, three = (_WORDS.findall(content) for content in (watched, plain, again))
    if len(one) == len(two) == len(three):
        for place, (a, b, c) in enumerate(zip(one, two, three, strict=True)):
            if a != b == c:
                return f"{_excerpt(one, place)} instead of {_excerpt(two, place)}"
        return None
    seen, before, after = (Counter(words) for words in (one, two, three))
    for word, count in before.items():
        if count == after[word] != seen[word]:
            return f"{word.decode(errors='replace')!r} {seen[word]} times instead of {count}"
    return None


def _excerpt(words: Sequence[bytes], place: int) -> str:
    around = b"".join(words[max(0, place - CONTEXT) : place + CONTEXT])
    return repr(around.decode(errors="replace"))
