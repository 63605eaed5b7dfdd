"""`fumehood audit`: prints which settings of an app are dangerous, missing or contradictory."""

from pathlib import Path

import click

from desktop.shell.i18n import _
from server.model.exit_code import ExitCode
from server.model.problem import Problem


@click.command(
    "audit",
    short_help=_("Check the settings of an app."),
    help=_(
        "Print which settings of TARGET are dangerous, missing or contradictory, each with the line to write."
        " Exits with 1 if there is a warning or an error."
    ),
)
@click.argument("target")
@click.option("--python", type=click.Path(path_type=Path), help=_("The interpreter to run the app with."))
@click.option("--json", "as_json", is_flag=True, help=_("Print one JSON object."))
def command(*, target: str, python: Path | None, as_json: bool) -> int:
    """Ask the app, and print the findings."""
    from desktop.cli.errors import fail, to_json  # noqa: PLC0415 - --help need not wait for it
    from desktop.cli.inspect import asking  # noqa: PLC0415 - as above
    from server.lenses.kit.blocks import Tone  # noqa: PLC0415 - as above
    from server.tools.audit import blocks, facts, registry  # noqa: PLC0415 - as above

    found = asking.ask(target, python, "config", lambda _base: facts.QUESTION)
    if isinstance(found, Problem):
        fail(found, as_json=as_json)
    settings = facts.SettingFacts(found[1])
    findings = registry.findings_of(settings)
    if as_json:
        told = [
            {
                "setting": each.setting,
                "level": each.tone.word,
                "cause": str(each.cause),
                "line": each.line,
            }
            for each in findings
        ]
        print(to_json({"findings": told}), flush=True)
    else:
        asking.print_blocks(blocks.blocks_of(settings))
    return ExitCode.DIFFERS if any(each.tone >= Tone.WARNING for each in findings) else ExitCode.OK
