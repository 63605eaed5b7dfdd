"""Colours the source of a response with Pygments, in a process that is killed if it takes too long.

Many lexers of Pygments need minutes for a few kilobytes that were made for it, and no other thread runs
meanwhile. So there are few lexers, for texts of bounded length, and they run in a process of their own. It
returns the lengths and classes of the tokens: what is shown is our own copy of the text.
"""

import json
import os
import subprocess
import threading
from pathlib import Path
from typing import Final

from markupsafe import Markup, escape

from server.model.exchange import Body
from server.runner.processes.environment import own_script_environment
from server.runner.processes.python_command import script_command

SCRIPT: Final = Path(__file__).with_name("source_lexer.py")
MAX_CHARACTERS: Final = 64_000
SECONDS: Final = 2.0
PROCESS_LIMIT: Final = 2
LEXERS: Final = {
    "application/javascript": "javascript",
    "application/json": "json",
    "application/sql": "sql",
    "application/x-python": "python",
    "application/xhtml+xml": "html",
    "application/xml": "xml",
    "text/css": "css",
    "text/html": "html",
    "text/javascript": "javascript",
    "text/x-python": "python",
    "text/x-sql": "sql",
    "text/xml": "xml",
}
"""The lexer for each content type; texts of other types stay plain."""

_running = threading.BoundedSemaphore(PROCESS_LIMIT)


def lexer_of(body: Body | None) -> str | None:
    """Return the name of the lexer for a body, None if it stays plain."""
    if body is None or not body.text or len(body.text) > MAX_CHARACTERS:
        return None
    mime = body.content_type.partition(";")[0].strip().lower()
    if mime.endswith("+json"):
        return "json"
    return LEXERS.get(mime) or ("xml" if mime.endswith("+xml") else None)


def coloured(body: Body | None, seconds: float = SECONDS) -> Markup | None:
    """Return the text of a body as HTML with a span around each token; None if it stays plain.

    It does if that takes longer than `seconds`, and where others are being coloured already.
    """
    lexer = lexer_of(body)
    text = body.text if body is not None else None
    if lexer is None or text is None or not _running.acquire(blocking=False):
        return None
    try:
        done = subprocess.run(  # noqa: S603 - the command is ours
            script_command(None, SCRIPT, lexer),
            input=json.dumps(text).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=own_script_environment(),
            start_new_session=os.name == "posix",
            timeout=seconds,
            check=True,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    finally:
        _running.release()
    return _html(text, json.loads(done.stdout))


def _html(text: str, tokens: list[tuple[str, int]]) -> Markup:
    """Return a text with a span around each of the tokens, which are a class and a length each."""
    parts: list[str] = []
    end = 0
    for name, length in tokens:
        shown = escape(text[end : end + length])
        parts.append(f'<span class="{escape(name)}">{shown}</span>' if name else shown)
        end += length
    return Markup("".join((*parts, escape(text[end:]))))  # noqa: S704 - each part is escaped
