"""Compares the answers of two runs, without what differs from one run to the next by itself."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from tests.real_projects.visitor import Answer

_TOKENS: Final = re.compile(rb"\w+|\W")


def differences(watched: Sequence[Answer], plain: Sequence[Answer], again: Sequence[Answer]) -> list[str]:
    """Return the requests whose answers differ with the probe although two runs without it agree.

    Where the two runs without the probe differ (tokens, times, the order of sets), the answer with the probe
    may differ in the same places only: the rest must be equal byte for byte.
    """
    found = []
    for one, two, three in zip(watched, plain, again, strict=True):
        parts = ["head"] if not _same(one.head, two.head, three.head) else []
        parts += ["body"] if not _same(one.body, two.body, three.body) else []
        if parts:
            found.append(f"{one.request}: {' and '.join(parts)}")
    return found


def _same(watched: bytes, plain: bytes, again: bytes) -> bool:
    if watched in (plain, again):
        return True
    one, two, three = (_TOKENS.findall(content) for content in (watched, plain, again))
    if len(one) == len(two) == len(three):
        return all(a == b for a, b, c in zip(one, two, three, strict=True) if b == c)
    stable = set(two) & set(three)
    counts = [Counter(token for token in tokens if token in stable) for tokens in (one, two, three)]
    return counts[0] in counts[1:]
