"""Addresses of the bench."""

from flask import url_for

from server.model.exchange import Exchange
from server.runner.guests.guests import Guest


def bench_url(guest: Guest, exchange: Exchange | None = None) -> str:
    """Return the address of a guest's bench, which shows `exchange` if one is given."""
    return url_for("bench.show", guest_id=guest.id, exchange=exchange.id if exchange else None)
