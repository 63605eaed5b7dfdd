"""The text of a saved request: `.http` as editors know it, with one request in a file.

docs/saved-requests.md describes the format.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from server.runner.requests.builder import FORM, is_method

LONGEST: Final = 1_000_000  # characters
MOST_HEADERS: Final = 200
ROUTE_MARK: Final = "# route:"

_VERSION: Final = re.compile(r"HTTP/[\d.]+")
_SECOND: Final = re.compile(r"[A-Z]+ +(?:/|http|\{\{)")


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedRequest:
    """A request with the names of variables in it; `rule` is the URL rule for which it was made, or empty."""

    method: str
    target: str
    title: str = ""
    rule: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: str = ""


class FileFault(StrEnum):
    """Why a file is not a saved request."""

    NO_REQUEST = "no-request"
    REQUEST_LINE = "request-line"
    METHOD = "method"
    ADDRESS = "address"
    HEADER = "header"
    SEVERAL = "several"
    TOO_LONG = "too-long"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, kw_only=True, slots=True)
class BrokenFile:
    """What is wrong with a file, at which line; `text` is what stands there, or what the system said."""

    fault: FileFault
    line: int = 0
    text: str = ""


def parse(text: str) -> SavedRequest | BrokenFile:  # noqa: PLR0911 - a return for each fault
    """Return the request in a file, or the first thing that is wrong with it."""
    if len(text) > LONGEST:
        return BrokenFile(fault=FileFault.TOO_LONG)
    lines = text.removeprefix("\ufeff").replace("\r\n", "\n").removesuffix("\n").split("\n")
    comments = 0
    while comments < len(lines) and (not lines[comments].strip() or lines[comments].startswith("#")):
        comments += 1
    if comments == len(lines):
        return BrokenFile(fault=FileFault.NO_REQUEST)
    method, target = _words(lines[comments])
    if not target:
        return _broken(FileFault.REQUEST_LINE, comments, lines)
    if not is_method(method):
        return _broken(FileFault.METHOD, comments, lines)
    if not target.startswith(("/", "{{")):
        return _broken(FileFault.ADDRESS, comments, lines)
    headers: list[tuple[str, str]] = []
    number = comments + 1
    while number < len(lines) and lines[number].strip():
        name, colon, value = lines[number].partition(":")
        if not colon or not is_method(name) or len(headers) == MOST_HEADERS:
            return _broken(FileFault.HEADER, number, lines)
        headers.append((name, value.strip()))
        number += 1
    second = _second(lines, number + 1)
    if second is not None:
        return _broken(FileFault.SEVERAL, second, lines)
    body = "\n".join(lines[number + 1 :])
    return SavedRequest(
        method=method.upper(),
        target=target,
        title=_title(lines[:comments]),
        rule=_rule(lines[:comments]),
        headers=tuple(headers),
        body=body.replace("\n&", "&") if _is_form(headers) else body,
    )


def text_of(saved: SavedRequest) -> str:
    """Return the text of the file of a request; a form has one field a line."""
    lines = [f"# {saved.title}"] if saved.title else []
    if saved.rule:
        lines.append(f"{ROUTE_MARK} {saved.rule}")
    lines.append(f"{saved.method} {saved.target}")
    lines += [f"{name}: {value}".rstrip() for name, value in saved.headers]
    if saved.body:
        lines += ["", saved.body.replace("&", "\n&") if _is_form(saved.headers) else saved.body]
    return "\n".join(lines) + "\n"


def _words(line: str) -> tuple[str, str]:
    """Return the method and the path of a request line, whose version of HTTP counts for nothing."""
    method, _space, rest = line.replace("\t", " ").partition(" ")
    before, _space, last = rest.strip().rpartition(" ")
    return method, before.strip() if before and _VERSION.fullmatch(last) else rest.strip()


def _second(lines: list[str], start: int) -> int | None:
    """Return the number of the line at which a separator is followed by another request."""
    separator = None
    for number in range(start, len(lines)):
        line = lines[number]
        if line.startswith("###"):
            separator = number if separator is None else separator
        elif separator is not None and line.strip() and not line.startswith("#"):
            if _SECOND.match(line):
                return separator
            separator = None
    return None


def _is_form(headers: list[tuple[str, str]] | tuple[tuple[str, str], ...]) -> bool:
    return any(name.lower() == "content-type" and value.lower().startswith(FORM) for name, value in headers)


def _title(comments: list[str]) -> str:
    found = (line.lstrip("#").strip() for line in comments if not line.startswith(ROUTE_MARK))
    return next(filter(None, found), "")


def _rule(comments: list[str]) -> str:
    found = (line.removeprefix(ROUTE_MARK).strip() for line in comments if line.startswith(ROUTE_MARK))
    return next(found, "")


def _broken(fault: FileFault, number: int, lines: list[str]) -> BrokenFile:
    return BrokenFile(fault=fault, line=number + 1, text=lines[number][:80])
