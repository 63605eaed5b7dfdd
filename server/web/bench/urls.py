"""Addresses of the bench."""

from flask import url_for

from server.model.exchange import Exchange
from server.runner.guests.guests import Guest
from server.store import ExchangeFilter
from server.web.base.context import services


def bench_url(guest: Guest, exchange: Exchange | None = None) -> str:
    """Return the address of a guest's bench, which shows `exchange` if one is given."""
    return url_for("bench.show", guest_id=guest.id, exchange=exchange.id if exchange else None)


def return_url(guest: Guest) -> str:
    """Return the address of a guest's bench with its newest exchange, to go on where one was."""
    newest = services().store.rows(ExchangeFilter(guest=guest.id), limit=1)
    return url_for("bench.show", guest_id=guest.id, exchange=newest[0].id if newest else None)
