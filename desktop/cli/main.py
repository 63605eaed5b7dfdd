"""The command line: which commands there are, each loaded when it is called."""

import contextlib
import errno
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from desktop.cli.errors import say
from desktop.cli.locale import speaking
from desktop.shell.i18n import SOURCE, _
from desktop.shell.process.signals import Terminated
from server.model.exit_code import ExitCode

PIPE_CLOSED = 141

# The name of each command with the module that holds it under `command`.
COMMANDS: dict[str, str] = {
    "serve": "desktop.cli.serve",
    "link": "desktop.cli.link",
    "record": "desktop.cli.record.command",
    "prove": "desktop.cli.prove.command",
    "lab": "desktop.cli.lab",
    "doctor": "desktop.cli.doctor.command",
}
OPEN = "desktop.cli.open"


class _EarlyExit(Exception):  # noqa: N818 - no error: click would make other ends of these
    """The command ended early, with this exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _LazyGroup(click.Group):
    """Loads a command when it is named; what names none is something to open in the window."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        module = COMMANDS.get(cmd_name)
        return _load(module) if module else None

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise _EarlyExit(PIPE_CLOSED) from error
        except Terminated as ended:
            raise _EarlyExit(ended.code) from ended

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            # Help knows of no command that opens: it is what the program does without one.
            if not set(args).isdisjoint(ctx.help_option_names):
                click.echo(ctx.get_help())
                ctx.exit()
            unknown = next((word for word in args if word.startswith("-") and word not in ("-", "--")), None)
            if unknown is not None:
                raise click.NoSuchOption(unknown, ctx=ctx)
            if len(args) > 1:
                raise click.UsageError(
                    _("{word} is no command, and only one app can be opened.").format(word=args[0]), ctx
                )
            return "open", _load(OPEN), args
        return super().resolve_command(ctx, args)


def _load(module: str) -> click.Command:
    command: click.Command = importlib.import_module(module).command
    return command


def _version(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from desktop.cli.version import version  # noqa: PLC0415 - reads the package's metadata, which takes time

        click.echo(f"Fumehood {version()}")
        ctx.exit()


@click.group(
    cls=_LazyGroup,
    name="fumehood",
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=_(
        "An offline lab for Flask. Without a command it opens the window; with a folder, a file, "
        "module:factory or lab:SLUG it opens that in the window."
    ),
)
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_version,
    help=_("Tell the version."),
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Open the window where no command is named."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_load(OPEN))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; nothing that a user does wrong ends in a traceback."""
    try:
        code = _answer(arguments)
        sys.stdout.flush()
    except OSError as error:
        if error.errno == errno.EPIPE:
            _forget_output()
            return PIPE_CLOSED
        file = f": {error.filename}" if error.filename else ""
        say(f"fumehood: {error.strerror or error}{file}")
        return ExitCode.BROKEN
    except (
        Exception
    ) as error:  # a mistake of ours, of which the log has all and the user is spared all but this
        return _our_mistake(error)
    return code


def _our_mistake(error: Exception) -> int:
    from desktop.shell import log_file  # noqa: PLC0415 - hopefully never
    from desktop.shell.paths import paths  # noqa: PLC0415 - as above

    found = paths()
    with contextlib.suppress(OSError):
        found.make()
    file = log_file.start(found.logs)
    logging.getLogger(__name__).error("a mistake of Fumehood", exc_info=error)
    say(
        _("fumehood: this is a mistake of Fumehood: {error}").format(error=f"{type(error).__name__}: {error}")
    )
    say(_("The log has the details: {file}").format(file=file))
    return ExitCode.BROKEN


def _answer(arguments: Sequence[str]) -> int:
    try:
        # JSON is a contract and speaks English to everyone.
        with speaking(SOURCE if "--json" in arguments else None):
            result: Any = cli.main(list(arguments), prog_name="fumehood", standalone_mode=False)
    except click.ClickException as error:
        _tell(error)
        return error.exit_code
    except _EarlyExit as over:
        if over.code == PIPE_CLOSED:
            _forget_output()
        return over.code
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    return result if isinstance(result, int) else ExitCode.OK


def _tell(error: click.ClickException) -> None:
    """What click refuses, said as we say what we refuse ourselves."""
    say(f"fumehood: {error.format_message()}")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        say(_("See: {command} --help").format(command=error.ctx.command_path))


def _forget_output() -> None:
    """Nobody reads any more, so the interpreter must not try to write what is left when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
