"""The manual page, made from the command line itself."""

import datetime
import re
from collections.abc import Iterator

import click

from desktop.installers.product import ReleaseInfo


def manual(command: click.Group, name: str, release: ReleaseInfo) -> str:
    """Return the page of section 1 for a group of commands, in the macros of man(7)."""
    day = datetime.datetime.fromtimestamp(release.time, datetime.UTC).date()
    context = click.Context(command, info_name=name, **command.context_settings)
    lines = [
        f'.TH {name.upper()} 1 {day.isoformat()} "{name} {release.version}" "User Commands"',
        ".SH NAME",
        f"{name} \\- {_text(_first_sentence(command.help))}",
        ".SH SYNOPSIS",
        f".B {name}",
        "[TARGET]",
        ".br",
        f".B {name}",
        "COMMAND [ARGUMENTS...]",
        ".SH DESCRIPTION",
        *_paragraphs(command.help),
        ".SH OPTIONS",
        *_options(command, context),
        ".SH COMMANDS",
    ]
    for word in command.list_commands(context):
        inner = command.get_command(context, word)
        if inner is not None and not inner.hidden:
            lines += _command(inner, word, context)
    return "\n".join(lines) + "\n"


def _command(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    context = click.Context(command, info_name=name, parent=parent)
    yield f".SS {_text(context.command_path)}"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f".B {_text(context.command_path)}"
    yield _text(usage)
    yield ".PP"
    yield from _paragraphs(command.help)
    yield from _options(command, context)
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            inner = command.get_command(context, word)
            if inner is not None:
                yield from _command(inner, word, context)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for parameter in command.get_params(context):
        record = parameter.get_help_record(context)
        if record is not None:
            names, explanation = record
            yield ".TP"
            yield f"\\fB{_text(names)}\\fR"
            yield _text(explanation)


def _paragraphs(text: str | None) -> Iterator[str]:
    """Yield the paragraphs of a help text; click's mark for one that keeps its lines is honoured."""
    for number, paragraph in enumerate(re.split(r"\n\s*\n", (text or "").strip())):
        if number:
            yield ".PP"
        lines = paragraph.split("\n")
        if lines[0].strip() == "\b":
            yield ".nf"
            yield from (_text(line) for line in lines[1:])
            yield ".fi"
        else:
            yield _text(" ".join(line.strip() for line in lines))


def _first_sentence(text: str | None) -> str:
    return (text or "").strip().partition(".")[0]


def _text(text: str) -> str:
    """Escape what roff reads as an instruction."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("\f", "")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
