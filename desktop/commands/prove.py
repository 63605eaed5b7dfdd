"""`fumehood prove`: every claim of the handbook, decided here and now."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.endings import ends_on_signals
from desktop.exits import Exit, fail, to_json
from desktop.words import _
from server.model.claim import Verdict
from server.model.guest import Problem

if TYPE_CHECKING:
    from server.handbook.report import Report


@click.command(
    "prove",
    short_help=_("Decide the claims of the handbook by running them."),
    help=_("Decide the claims of the handbook by running them; name labs to decide only theirs."),
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the labs with."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/prove.json."))
def command(slugs: tuple[str, ...], python: Path | None, as_json: bool) -> int:
    """Prove the labs that were named, or all; ends with 1 where reality differs from the handbook."""
    with ends_on_signals():
        report = _prove(tuple(slug.removeprefix("lab:") for slug in slugs), python, quiet=as_json)
    if isinstance(report, Problem):
        fail(report, as_json=as_json)
    if as_json:
        print(to_json(report.to_json()))
    else:
        from desktop.verdicts import table  # noqa: PLC0415 - --json needs no table

        print("\n".join(table(report, colourful=sys.stdout.isatty())))
    return Exit.DIFFERS if report.unexpected else Exit.OK


def _prove(slugs: tuple[str, ...], python: Path | None, *, quiet: bool) -> "Report | Problem":
    from server.handbook.catalogue import Catalogue  # noqa: PLC0415 - --help need not wait for the handbook
    from server.handbook.prover import Prover  # noqa: PLC0415 - as above
    from server.runner.guests import Guests  # noqa: PLC0415 - as above

    catalogue = Catalogue()
    prover = Prover(guests_factory=Guests, catalogue=catalogue)
    if quiet or not sys.stderr.isatty():
        return prover.prove(slugs, python=python)
    labs = [lab for lab in catalogue.labs if not slugs or lab.slug in slugs]
    count = sum(len(lab.claims) for lab in labs)
    with click.progressbar(length=count, label=_("Proving"), file=sys.stderr, show_eta=False) as bar:

        def tell(_verdict: Verdict) -> None:
            bar.update(1)

        return prover.prove(slugs, python=python, on_verdict=tell)
