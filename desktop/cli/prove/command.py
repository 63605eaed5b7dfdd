"""`fumehood prove`: every claim of the handbook, decided here and now."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.errors import fail, say, to_json
from desktop.shell.i18n import _
from desktop.shell.process.signals import terminates_on_signals
from server.model.claim import Verdict
from server.model.exit_code import ExitCode
from server.model.problem import Problem

if TYPE_CHECKING:
    from server.handbook.prove.matrix import Changes, Matrix
    from server.store import Store

OnVerdict = Callable[[Verdict, str], None]
OnLabs = Callable[[tuple[str, ...]], None]


@click.command(
    "prove",
    short_help=_("Decide the claims of the handbook by running them."),
    help=_(
        "Decide the claims of the handbook by running them; name labs to decide only theirs. With several "
        "interpreters it shows side by side how each claim comes out on them."
    ),
)
@click.argument("slugs", nargs=-1, metavar="[SLUG]...")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    type=click.Path(path_type=Path),
    help=_("The interpreter to run the labs with; may be repeated."),
)
@click.option("--seen", is_flag=True, help=_("Take note of the changed verdicts: they are told no more."))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_("Print one JSON object; docs/schemas/prove.json, and prove-matrix.json for several."),
)
def command(slugs: tuple[str, ...], pythons: tuple[Path, ...], seen: bool, as_json: bool) -> int:
    """Prove the labs that were named, or all; ends with 1 where reality differs from the handbook."""
    with terminates_on_signals():
        found = _prove(tuple(slug.removeprefix("lab:") for slug in slugs), pythons, seen=seen, quiet=as_json)
    if isinstance(found, Problem):
        fail(found, as_json=as_json)
    matrix, changes = found
    if as_json:
        print(to_json(_object(matrix, changes)))
    else:
        from desktop.cli.prove.table import table  # noqa: PLC0415 - --json needs no table

        print(
            "\n".join(
                table(matrix, changes, colourful=sys.stdout.isatty() and not os.environ.get("NO_COLOR"))
            )
        )
    return ExitCode.DIFFERS if matrix.unexpected else ExitCode.OK


def _object(matrix: "Matrix", changes: "Changes") -> dict[str, object]:
    """One interpreter is told as ever; several as a matrix."""
    if len(matrix.columns) > 1:
        return matrix.to_json(changes)
    (column,) = matrix.columns
    own = {key[:2]: change for key, change in changes.items() if key[2] == column.python}
    return column.report.to_json(own)


def _prove(
    slugs: tuple[str, ...], pythons: tuple[Path, ...], *, seen: bool, quiet: bool
) -> "tuple[Matrix, Changes] | Problem":
    from desktop.shell.paths import paths  # noqa: PLC0415 - --help need not wait for the handbook
    from server.handbook.catalogue.catalogue import open_catalogue  # noqa: PLC0415 - as above
    from server.handbook.catalogue.user_labs import problem_of  # noqa: PLC0415 - as above
    from server.handbook.prove.matrix import interpreters, prove_on  # noqa: PLC0415 - as above
    from server.handbook.prove.prover import Prover  # noqa: PLC0415 - as above
    from server.runner.guests.guests import Guests  # noqa: PLC0415 - as above
    from server.store import Store  # noqa: PLC0415 - as above

    named = interpreters(pythons)
    if isinstance(named, Problem):
        return named
    data = paths().data
    store = Store(data / "fumehood.sqlite3")
    try:
        catalogue = open_catalogue(store, data)
        for left_out in (*catalogue.problems, *map(problem_of, catalogue.untrusted)):
            say(" ".join(filter(None, (f"fumehood: {left_out.cause}", left_out.detail, left_out.remedy))))
        prover = Prover(guests_factory=lambda: Guests(spares=1), catalogue=catalogue)
        labs = [lab for lab in catalogue.labs if not slugs or lab.slug in slugs]
        count = sum(len(lab.claims) for lab in labs) * max(len(named), 1)
        with _progress(count, quiet=quiet or not sys.stderr.isatty()) as (tell, name):

            def keep(verdict: Verdict, python: str) -> None:
                _keep(store, verdict, python)
                tell(verdict, python)

            matrix = prove_on(
                prover,
                slugs,
                [interpreter.path for interpreter in named] or [None],
                on_verdict=keep,
                on_labs=name,
                seconds=store.trials.seconds(),
            )
        if isinstance(matrix, Problem):
            return matrix
        changes = {
            (change.lab, change.claim, change.interpreter): change for change in store.trials.changes()
        }
        if seen:
            for claim, _verdicts in matrix.rows:
                store.trials.looked_at(claim.lab, claim.id)
        return matrix, changes
    finally:
        store.close()


def _keep(store: "Store", verdict: Verdict, python: str) -> None:
    """Remember what came out, so that the next time can tell what has changed."""
    store.trials.add(verdict, python)
    if not python:
        store.verdicts.save(verdict)


@contextmanager
def _progress(count: int, *, quiet: bool) -> Iterator[tuple[OnVerdict, OnLabs]]:
    """A bar over all claims on all interpreters, with the labs under way; nothing where nobody looks."""
    if quiet:
        yield (lambda _verdict, _python: None), (lambda _labs: None)
        return
    with click.progressbar(
        length=count,
        label=_("Proving"),
        file=sys.stderr,
        show_eta=False,
        item_show_func=_names,
    ) as bar:

        def tell(_verdict: Verdict, _python: str) -> None:
            bar.update(1, bar.current_item)

        def name(labs: tuple[str, ...]) -> None:
            bar.update(0, labs)

        yield tell, name


def _names(labs: tuple[str, ...] | None) -> str:
    """The labs under way, in few enough words for the line of a bar."""
    return ", ".join(labs or ())[:60]
