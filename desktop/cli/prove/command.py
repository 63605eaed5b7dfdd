"""`fumehood prove`: decides the claims of the handbook on this machine."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desktop.cli.console import is_colourful
from desktop.cli.errors import fail, print_message, to_json
from desktop.shell.i18n import _
from desktop.shell.process.signals import terminates_on_signals
from server.model.claim import Verdict
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.startup_choices import STORE_FILE

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
@click.option(
    "--seen", is_flag=True, help=_("Mark changed verdicts as seen, so that they are not reported again.")
)
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help=_("Print one JSON object; docs/schemas/prove.json, and prove-matrix.json for several."),
)
def command(slugs: tuple[str, ...], pythons: tuple[Path, ...], seen: bool, as_json: bool) -> int:
    """Prove the named labs, or all; the exit code is 1 if a verdict differs from the handbook."""
    with terminates_on_signals():
        outcome = _prove(
            tuple(slug.removeprefix("lab:") for slug in slugs), pythons, seen=seen, quiet=as_json
        )
    if isinstance(outcome, Problem):
        fail(outcome, as_json=as_json)
    matrix, changes = outcome
    if as_json:
        print(to_json(_object(matrix, changes)))
    else:
        from desktop.cli.prove.table import table  # noqa: PLC0415 - --json needs no table

        print("\n".join(table(matrix, changes, colourful=is_colourful(sys.stdout))))
    return ExitCode.DIFFERS if matrix.unexpected else ExitCode.OK


def _object(matrix: "Matrix", changes: "Changes") -> dict[str, object]:
    """Return the JSON object: a report for one interpreter, a matrix for several."""
    if len(matrix.columns) > 1:
        return matrix.to_json(changes)
    (column,) = matrix.columns
    own = {key[:2]: change for key, change in changes.items() if key[2] == column.python}
    return column.report.to_json(own)


def _prove(
    slugs: tuple[str, ...], pythons: tuple[Path, ...], *, seen: bool, quiet: bool
) -> "tuple[Matrix, Changes] | Problem":
    from desktop.workbench.app_info import user_paths  # noqa: PLC0415 - --help need not wait for the handbook
    from server.handbook.catalogue.catalogue import open_catalogue  # noqa: PLC0415 - as above
    from server.handbook.catalogue.user_labs import untrusted_problem  # noqa: PLC0415 - as above
    from server.handbook.prove.matrix import interpreters, prove_on  # noqa: PLC0415 - as above
    from server.handbook.prove.options import ProveOptions  # noqa: PLC0415 - as above
    from server.handbook.prove.prover import Prover  # noqa: PLC0415 - as above
    from server.runner.guests.guests import Guests  # noqa: PLC0415 - as above
    from server.store import Store  # noqa: PLC0415 - as above

    selected = interpreters(pythons)
    if isinstance(selected, Problem):
        return selected
    data = user_paths().data
    store = Store(data / STORE_FILE)
    try:
        catalogue = open_catalogue(store, data)
        for problem in (*catalogue.problems, *map(untrusted_problem, catalogue.untrusted)):
            print_message(
                " ".join(filter(None, (f"fumehood: {problem.cause}", problem.detail, problem.remedy)))
            )
        prover = Prover(guests_factory=lambda: Guests(warm=1), catalogue=catalogue)
        labs = [lab for lab in catalogue.labs if not slugs or lab.slug in slugs]
        count = sum(len(lab.claims) for lab in labs) * max(len(selected), 1)
        with _progress(count, quiet=quiet or not sys.stderr.isatty()) as (count_verdict, show_labs):

            def store_verdict(verdict: Verdict, python: str) -> None:
                _store(store, verdict, python)
                count_verdict(verdict, python)

            matrix = prove_on(
                prover,
                slugs,
                [interpreter.path for interpreter in selected] or [None],
                on_verdict=store_verdict,
                options=ProveOptions(on_labs=show_labs, seconds=store.results.seconds_by_lab()),
            )
        if isinstance(matrix, Problem):
            return matrix
        changes = {
            (change.lab, change.claim, change.interpreter): change for change in store.results.changes()
        }
        if seen:
            for claim, _verdicts in matrix.rows:
                store.results.acknowledge(claim.lab, claim.id)
        return matrix, changes
    finally:
        store.close()
        if store.outage_problem is not None:
            unsaved = _("The results of this run are not saved.")
            print_message(f"fumehood: {store.outage_problem.cause} {unsaved}")


def _store(store: "Store", verdict: Verdict, python: str) -> None:
    """Store a verdict, so that the next run can report what has changed."""
    store.results.add(verdict, python)
    if not python:
        store.verdicts.save(verdict)


@contextmanager
def _progress(count: int, *, quiet: bool) -> Iterator[tuple[OnVerdict, OnLabs]]:
    """Show a progress bar over all claims on all interpreters, with the labs being run; none if `quiet`."""
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

        def count_verdict(_verdict: Verdict, _python: str) -> None:
            bar.update(1, bar.current_item)

        def show_labs(labs: tuple[str, ...]) -> None:
            bar.update(0, labs)

        yield count_verdict, show_labs


def _names(labs: tuple[str, ...] | None) -> str:
    """Return the labs being run, short enough for the line of a progress bar."""
    return ", ".join(labs or ())[:60]
