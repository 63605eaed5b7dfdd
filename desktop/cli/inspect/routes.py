"""`fumehood routes`: prints the rules of an app, or which of them takes a request."""

from pathlib import Path

import click

from desktop.shell.i18n import _
from server.model.exit_code import ExitCode
from server.model.problem import Problem


@click.command(
    "routes",
    short_help=_("Print the rules of an app, or which of them takes a request."),
    help=_(
        "Print the rules of TARGET with what no request reaches; with METHOD and PATH, which rule takes that "
        "request and why each other one does not. Exits with 1 if something is lost, or if no rule takes it."
    ),
)
@click.argument("target")
@click.argument("words", nargs=-1, metavar="[METHOD] [PATH]")
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the app with."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(*, target: str, words: tuple[str, ...], python: Path | None, as_json: bool) -> int:
    """Ask the app, and print the answer."""
    from desktop.cli.errors import fail, to_json  # noqa: PLC0415 - --help need not wait for it
    from desktop.cli.inspect import asking  # noqa: PLC0415 - as above
    from server.lenses.kit.blocks import Tone  # noqa: PLC0415 - as above
    from server.tools.routes import findings, match  # noqa: PLC0415 - as above

    if len(words) > 2:  # noqa: PLR2004 - a method and a path
        raise click.UsageError(_("A request is [METHOD] PATH."))
    method, path = ("GET", *words)[-2:] if words else ("", "")
    found = (
        asking.ask(target, python, "match", lambda base: match.question_of(method, path, base))
        if words
        else asking.ask(target, python, "map", lambda _base: {})
    )
    if isinstance(found, Problem):
        fail(found, as_json=as_json)
    question, answer = found
    if as_json:
        print(to_json(dict(answer)), flush=True)
    else:
        asking.print_blocks(match.blocks_of(question, answer) if words else findings.blocks_of(answer))
    if words:
        return ExitCode.OK if (answer["routing"] or {}).get("matched") else ExitCode.DIFFERS
    is_lost = any(remark.tone >= Tone.WARNING for remark in findings.findings_of(answer))
    return ExitCode.DIFFERS if is_lost else ExitCode.OK
