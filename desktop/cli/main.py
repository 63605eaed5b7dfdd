"""The command line: the list of commands, each loaded when it is called, and how a run ends."""

import contextlib
import errno
import importlib
import logging
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from desktop.cli.console import discard
from desktop.cli.errors import print_message
from desktop.cli.locale import translated
from desktop.shell.i18n import SOURCE, _
from desktop.shell.process.signals import Terminated
from server.model.exit_code import ExitCode

PIPE_CLOSED = 141
_COMPLETE: Final = "_FUMEHOOD_COMPLETE"

# The module of each command, which holds it under the name `command`.
COMMANDS: dict[str, str] = {
    "serve": "desktop.cli.serve",
    "link": "desktop.cli.link",
    "record": "desktop.cli.record.command",
    "compare": "desktop.cli.compare",
    "routes": "desktop.cli.inspect.routes",
    "audit": "desktop.cli.inspect.audit",
    "prove": "desktop.cli.prove.command",
    "lab": "desktop.cli.lab",
    "requests": "desktop.cli.requests",
    "doctor": "desktop.cli.doctor.command",
    "update": "desktop.cli.update",
    "export": "desktop.cli.transfer.export",
    "import": "desktop.cli.transfer.import_",
}
OPEN = "desktop.cli.open"


class _EarlyExit(Exception):  # noqa: N818 - a signal, not an error; click handles errors in its own way
    """The command ended early; `code` is its exit code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _LazyGroup(click.Group):
    """Loads a command when it is called; an argument that names no command is a target to open."""

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
        except Terminated as signal:
            raise _EarlyExit(signal.code) from signal

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            # `open` is not listed: it is what the program does without a command.
            if not set(args).isdisjoint(ctx.help_option_names):
                click.echo(ctx.get_help())
                ctx.exit()
            unknown = next((word for word in args if word.startswith("-") and word not in ("-", "--")), None)
            if unknown is not None:
                raise click.NoSuchOption(unknown, ctx=ctx)
            if len(args) > 1:
                raise click.UsageError(
                    _("{word} is not a command, and only one app can be opened.").format(word=args[0]), ctx
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


def _portable(_ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted:
        from desktop.workbench.portable import make_portable  # noqa: PLC0415 - few runs ask for it

        if not make_portable():
            raise click.UsageError(
                _("--portable needs the unpacked archive of Fumehood, whose folder then holds the data.")
            )


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
    help=_("Print the version."),
)
@click.option(
    "--portable",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_portable,
    help=_("For the unpacked archive: keep all data beside the program, now and at every later start."),
)
@click.pass_context
def cli(ctx: click.Context) -> None:
    """Open the window where no command is given."""
    if ctx.invoked_subcommand is None:
        ctx.invoke(_load(OPEN))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit code; no mistake of a user ends in a traceback."""
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except OSError as error:
        _drop_unwritable_output()
        if error.errno == errno.EPIPE:
            return PIPE_CLOSED
        file = f": {error.filename}" if error.filename else ""
        print_message(f"fumehood: {error.strerror or error}{file}")
        return ExitCode.BROKEN
    except Exception as error:  # a bug of ours: the traceback goes to the log, the user gets one line
        return _report_bug(error)
    return code


def _drop_unwritable_output() -> None:
    """Keep the interpreter from trying once more, at its exit, to write what cannot be written."""
    try:
        sys.stdout.flush()
    except OSError:
        discard(sys.stdout)


def _report_bug(error: Exception) -> int:
    from desktop.shell import log_file  # noqa: PLC0415 - needed only after a bug
    from desktop.workbench.app_info import fumehood, user_paths  # noqa: PLC0415 - as above

    paths = user_paths()
    with contextlib.suppress(OSError):
        paths.make()
    file = log_file.start(fumehood(), paths.logs)
    logging.getLogger(__name__).error("a bug in Fumehood", exc_info=error)
    print_message(
        _("fumehood: this is a bug in Fumehood: {error}").format(error=f"{type(error).__name__}: {error}")
    )
    print_message(_("The log has the details: {file}").format(file=file))
    return ExitCode.BROKEN


def _run(arguments: Sequence[str]) -> int:
    try:
        # JSON output is a contract and always in English.
        with translated(SOURCE if "--json" in arguments else None):
            result: Any = cli.main(
                list(arguments),
                prog_name="fumehood",
                complete_var=_completion_variable(),
                standalone_mode=False,
            )
    except click.ClickException as error:
        _print_usage_error(error)
        return error.exit_code
    except _EarlyExit as exit_request:
        if exit_request.code == PIPE_CLOSED:
            discard(sys.stdout)
        return exit_request.code
    except (click.Abort, KeyboardInterrupt):
        return ExitCode.INTERRUPTED
    return result if isinstance(result, int) else ExitCode.OK


def _completion_variable() -> str:
    """Return the variable in which a shell asks click for completions; "" where it holds anything else."""
    shell, _separator, wanted = os.environ.get(_COMPLETE, "").partition("_")
    position = os.environ.get("COMP_CWORD", "")
    asks = wanted == "complete" and "COMP_WORDS" in os.environ and (shell == "fish" or position.isdecimal())
    return _COMPLETE if shell in ("bash", "fish", "zsh") and (wanted == "source" or asks) else ""


def _print_usage_error(error: click.ClickException) -> None:
    """Print an error of click in the same form as our own."""
    print_message(f"fumehood: {error.format_message()}")
    if isinstance(error, click.UsageError) and error.ctx is not None:
        print_message(_("See: {command} --help").format(command=error.ctx.command_path))
