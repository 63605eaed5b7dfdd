"""Compares the answers of three runs, without what differs from one run to the next by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from tests.real_projects.visitor import Answer

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
    watched, plain, again = ([_without(answer, varies) for answer in run] for run in (watched, plain, again))
    for one, two, three in zip(watched, plain, again, strict=True):
        for part, contents in (
            ("head", (one.head, two.head, three.head)),
            ("body", (one.body, two.body, three.body)),
        ):
            difference = first_difference(*contents)
            if difference is not None:
                found.append(f"{one.request}: {part}, {difference}")
    return found


def _without(answer: Answer, varies: Sequence[str]) -> Answer:
    """Return the answer without what matches; without the length as well, if anything does."""
    head, body = answer.head, answer.body
    for pattern in varies:
        body = re.sub(pattern.encode(), b"", body)
    if body != answer.body:
        head = re.sub(rb"(?im)^content-length: .*$", b"", head)
    return replace(answer, head=head, body=body)


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
