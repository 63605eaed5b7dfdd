"""`python -m tests.findings [TARGET…]`: send a request to each route of apps, and print every finding.

Without TARGET the apps are the labs. A finding about an app that works must be read by a person: each is
either true, or its rule is wrong.
"""

import sys
from collections.abc import Iterator

import click

from server.lenses.findings.registry import findings_of
from server.model.exchange import Exchange
from server.model.guest import GuestState, GuestStatus
from server.model.problem import Problem
from server.runner.guests.guests import Guests
from server.runner.requests.builder import build_request
from server.runner.targets.resolve import resolve_target
from tests.support.shared import shared_catalogue, shared_fork_servers

SECONDS = 60.0


@click.command()
@click.argument("targets", nargs=-1, metavar="[TARGET]…")
def main(targets: tuple[str, ...]) -> None:
    """Open each target, request its routes, and count what is found."""
    requests = findings = 0
    for name in targets or [f"lab:{lab.slug}" for lab in shared_catalogue().labs]:
        for exchange in _exchanges(name):
            requests += 1
            for finding in findings_of(exchange):
                findings += 1
                line = f"{exchange.request.method} {exchange.request.path}: {finding.code}: {finding.says}"
                click.echo(f"{name} {line} {finding.place or ''}")
    click.echo(f"{findings} findings in {requests} requests")
    shared_fork_servers().close()


def _exchanges(name: str) -> Iterator[Exchange]:
    target = resolve_target(name, lab=shared_catalogue().target)
    if isinstance(target, Problem):
        click.echo(f"{name}: {target.cause}", err=True)
        return
    guests = Guests(fork_servers=shared_fork_servers())
    try:
        guest = guests.open(target)
        status = guest.wait(SECONDS)
        if status.state is not GuestState.READY:
            click.echo(f"{name}: {status.problem and status.problem.cause}", err=True)
            return
        for method, path in _requests(status):
            exchange = guest.send(build_request(method=method, path=path), timeout=SECONDS)
            if isinstance(exchange, Exchange):
                yield exchange
    finally:
        guests.close()


def _requests(status: GuestStatus) -> Iterator[tuple[str, str]]:
    """Yield a GET and a POST for each rule without arguments that takes it."""
    for route in status.routes:
        if not route.arguments:
            yield from ((method, route.rule) for method in ("GET", "POST") if method in route.methods)


if __name__ == "__main__":
    sys.exit(main())
