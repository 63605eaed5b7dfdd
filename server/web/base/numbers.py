"""Read numbers of a query."""

from flask import request

from server.model.whole_number import whole_number


def query_number(name: str) -> int | None:
    """Return the first value of a parameter if it is a whole number that the store can hold, else None."""
    return whole_number(request.args.get(name, ""))
