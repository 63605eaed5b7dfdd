"""Lay out the body of a response for reading: JSON over several lines."""

from dataclasses import replace

from server.lenses.kit.bodies import pretty_json
from server.model.exchange import Body


def laid_out(body: Body | None) -> Body | None:
    """Return a body with its JSON over several lines; the body itself if it is none, or has lines already."""
    if body is None or body.truncated or "json" not in body.content_type.lower():
        return body
    text = body.text
    pretty = pretty_json(text) if text else None
    if pretty is None or pretty == (text or "").strip():
        return body
    data = pretty.encode()
    return replace(body, data=data, size=len(data))
