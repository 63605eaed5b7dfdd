"""Reads the source of a view from the project, as it is on disk now."""

import os
from pathlib import Path
from typing import Final

from server.file_access import read_bytes, resolved
from server.lenses.render.view_source import Source
from server.model.exchange import Exchange
from server.model.printable import printable_line
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.redaction.text import redact_line_of_source
from server.runner.redaction.values import SecretValues

MOST_BYTES: Final = 256 * 1024


def source_of_view(exchange: Exchange, root: Path | None) -> Source | None:
    """Return the file of an exchange's view, if it is source code in the app's folder that can be read.

    The guest has named the file, so nothing else is read.
    """
    event = exchange.first("view")
    file = event.body.get("file") if event is not None else None
    if exchange.from_file or root is None or not isinstance(file, str) or printable_line(file) != file:
        return None
    path = Path(file)
    if path.suffix != ".py" or not path.is_absolute() or not resolved(path).is_relative_to(resolved(root)):
        return None
    try:
        saved_at = os.stat(path).st_mtime
        data = read_bytes(path, MOST_BYTES + 1)
        text = data.decode()
    except (OSError, ValueError):
        return None
    if len(data) > MOST_BYTES:
        return None
    secrets = SecretValues()
    return Source(
        file=file,
        text=text,
        saved_later=saved_at > exchange.started_at,
        redact=lambda line: redact_line_of_source(KNOWN_SECRETS.redact(line), secrets),
    )
