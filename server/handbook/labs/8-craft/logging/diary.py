"""The ferry's diary: one handler for all loggers, which knows the request that each line belongs to."""

import logging

from flask import g, has_request_context


class Answer:
    """A stream that ends in the answer, so that the page can show its own log."""

    def write(self, text):
        if has_request_context():
            g.setdefault("log", []).append(text)


class WithRequest(logging.Filter):
    """Tells each record which request it belongs to."""

    def filter(self, record):
        record.request = g.get("request_id", "-") if has_request_context() else "-"
        return True


board = logging.StreamHandler(Answer())
board.setLevel(logging.DEBUG)
board.setFormatter(logging.Formatter("%(request)s %(levelname)s %(name)s: %(message)s"))
board.addFilter(WithRequest())
logging.getLogger().addHandler(board)


def written():
    """The lines of this request so far."""
    return {"log": "".join(g.get("log", [])).splitlines()}
