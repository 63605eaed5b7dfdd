"""`fumehood compare`: prints what differs between two exchanges of the history."""

from typing import TYPE_CHECKING, Any, Final

import click

from desktop.cli.errors import fail, to_json
from desktop.shell.i18n import _
from server.model.exit_code import ExitCode
from server.model.problem import Problem
from server.model.problem_code import ProblemCode

if TYPE_CHECKING:
    from server.comparison.compare import Comparison, PartComparison
    from server.model.exchange import Exchange
    from server.store import Store

_MARKS: Final = {"same": " ", "added": "+", "removed": "-"}


@click.command(
    "compare",
    short_help=_("Print what differs between two exchanges."),
    help=_(
        "Print what differs between two exchanges of the history, named by the numbers in the addresses of "
        "their pages. Without OTHER it is the one before of the same request; without ID it is the newest."
    ),
)
@click.argument("id", type=click.IntRange(min=1), required=False)
@click.argument("other", type=click.IntRange(min=1), required=False)
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object; docs/schemas/compare.json."))
def command(id: int | None, other: int | None, as_json: bool) -> int:  # noqa: A002 - it is the exchange's id
    """Compare, and return 1 if anything but the time differs; Fumehood may be running."""
    from desktop.cli.transfer import user_data  # noqa: PLC0415 - --help need not wait for the store
    from server.comparison.compare import compare  # noqa: PLC0415 - as above

    store = user_data.open_store(user_data.prepared())
    try:
        pair = _pair(store, id, other)
    finally:
        store.close()
    if isinstance(pair, Problem):
        fail(pair, as_json=as_json)
    found = compare(*sorted(pair, key=lambda exchange: exchange.id))
    print(to_json(_object(found)) if as_json else "\n".join(_lines(found)))
    return ExitCode.DIFFERS if found.different else ExitCode.OK


def _pair(
    store: "Store",
    id: int | None,  # noqa: A002 - it is the exchange's id
    other: int | None,
) -> "tuple[Exchange, Exchange] | Problem":
    from server.comparison.alike import alike, previous  # noqa: PLC0415 - as in the command

    newest = next((row.id for row in store.rows(limit=1)), None)
    chosen = id or newest
    exchange = None if chosen is None else store.exchange(chosen)
    if exchange is None:
        return _missing(chosen)
    second = other or previous(alike(store, exchange), exchange)
    if second is None:
        return Problem(
            code=ProblemCode.NO_EXCHANGE,
            cause=_("No earlier request of this app has the method and path of exchange {number}.").format(
                number=exchange.id
            ),
            remedy=_("Send the request again, or name the exchange to compare with."),
        )
    return (exchange, found) if (found := store.exchange(second)) is not None else _missing(second)


def _missing(number: int | None) -> Problem:
    return Problem(
        code=ProblemCode.NO_EXCHANGE,
        cause=_("The history is empty.")
        if number is None
        else _("The history has no exchange {number}.").format(number=number),
        remedy=_("The address of an exchange's page ends with its number."),
    )


def _lines(found: "Comparison") -> list[str]:
    lines = [
        f"{label} {exchange.id}: {exchange.request.method} {exchange.request.path}"
        for label, exchange in ((_("Before"), found.before), (_("After"), found.after))
    ]
    if not found.different:
        lines += ["", _("Nothing differs but the time.")]
    for each in (*found.different, *found.always):
        lines += ["", str(each.part.title), *_part_lines(each)]
    if found.same:
        lines += ["", _("The same in both:") + " " + ", ".join(str(each.part.title) for each in found.same)]
    return lines


def _part_lines(each: "PartComparison") -> list[str]:
    lines = []
    for pair in each.shown:
        if isinstance(pair, int):
            lines.append("    " + _("equal lines: {number}").format(number=pair))
            continue
        name = f"{pair.name}: " if pair.name and not each.part.in_order else ""
        if pair.change == "changed":
            lines += [f"  - {name}{pair.before}", f"  + {name}{pair.after}"]
        else:
            lines.append(f"  {_MARKS[pair.change]} {name}{pair.before if pair.after is None else pair.after}")
    if each.left_out:
        lines.append("    " + _("lines that were not compared: {number}").format(number=each.left_out))
    return lines


def _object(found: "Comparison") -> dict[str, Any]:
    return {
        "before": found.before.id,
        "after": found.after.id,
        "differs": bool(found.different),
        "parts": [
            {
                "part": each.part.id,
                "lines": [
                    {"name": pair.name, "change": pair.change, "before": pair.before, "after": pair.after}
                    for pair in each.pairs
                    if pair.change != "same"
                ],
                "left_out": each.left_out,
            }
            for each in found.parts
        ],
    }
