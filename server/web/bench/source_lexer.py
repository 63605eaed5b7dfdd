"""Splits a text into tokens in a process of its own.

Run as a script: `source_lexer.py LEXER` reads a JSON string from standard input and writes a JSON list of the
class and the length of each token. It ends by itself if it takes too long and Fumehood is gone.
"""

import json
import os
import signal
import sys

MAX_SECONDS = 10


def tokens(text: str, lexer: str) -> list[tuple[str, int]]:
    """Return the class and the length of each token of a text; the class is one of Pygments, or ""."""
    from pygments.lexers import get_lexer_by_name  # noqa: PLC0415 - the folders to import from are set first
    from pygments.token import STANDARD_TYPES  # noqa: PLC0415 - likewise

    found: list[tuple[str, int]] = []
    for _position, kind, value in get_lexer_by_name(lexer).get_tokens_unprocessed(text):
        name = next((STANDARD_TYPES[each] for each in reversed(kind.split()) if each in STANDARD_TYPES), "")
        if found and found[-1][0] == name:
            found[-1] = (name, found[-1][1] + len(value))
        else:
            found.append((name, len(value)))
    return found


def main(lexer: str) -> None:
    """Answer one request."""
    if hasattr(signal, "alarm"):
        signal.alarm(MAX_SECONDS)
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [path for path in sys.path if path != here]
    print(json.dumps(tokens(json.load(sys.stdin), lexer), separators=(",", ":")))


if __name__ == "__main__":
    main(sys.argv[1])
