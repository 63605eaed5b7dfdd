"""Gather the words of the interface and bring the catalogues up to date: `python -m tests.translations`.

Babel reads every `_('…')` of desktop, server and templates; labs and what enters a guest have
no catalogue. A new sentence arrives in messages.po with an empty translation, a vanished one leaves it.
"""

import os
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

from tests.sources import CHILD, LABS, ROOT

CATALOGUES = ROOT / "server" / "translations"
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "lazy_gettext": None,
    "lazy_ngettext": (1, 2),
    "lazy_pgettext": ((1, "c"), 2),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sdifr]|%[sd]|\{(\w*)\}")


def speaks(folder: str | os.PathLike[str]) -> bool:
    """Whether the sources of a folder speak to the user through a catalogue."""
    return Path(folder) not in (LABS, CHILD)


def extract() -> Catalog:
    """Every sentence in the sources, with the files that hold it."""
    found = Catalog(project="Fumehood", charset="utf-8", fuzzy=False)
    for folder in ("desktop", "server", "templates"):
        for name, _, message, comments, context in extract_from_dir(
            ROOT / folder, METHODS, keywords=KEYWORDS, comment_tags=("L10N:",), directory_filter=speaks
        ):
            place = (f"{folder}/{Path(name).as_posix()}", 0)
            found.add(message, None, [place], auto_comments=comments, context=context)
    return found


def load(path: Path) -> Catalog:
    """A catalogue as it lies on disk, named by its folder: `sv/LC_MESSAGES/messages.po`."""
    with path.open("rb") as file:
        return read_po(file, locale=path.parents[1].name, abort_invalid=True)


def catalogues() -> list[Path]:
    """The catalogues that we have."""
    return sorted(CATALOGUES.glob("*/LC_MESSAGES/messages.po"))


def forms(words: str | Sequence[str | None] | None) -> list[str]:
    """Singular and plurals of an id or of a translation, empty where there is none."""
    return [words or ""] if words is None or isinstance(words, str) else [word or "" for word in words]


def placeholders(text: str) -> list[str]:
    """What will be filled in, in alphabetical order."""
    return sorted(match[0] for match in PLACEHOLDER.finditer(text))


def complaints(wanted: Catalog, have: Catalog) -> list[str]:
    """A line for each sentence with no translation or with other placeholders, and each that nobody says."""
    lines = []
    for message in wanted:
        if message.id:
            lines += about(message, have.get(forms(message.id)[0], message.context))
    for message in have:
        if message.id and wanted.get(forms(message.id)[0], message.context) is None:
            lines.append(f"nobody says {message.id!r}")
    return lines


def about(wanted: Message, have: Message | None) -> list[str]:
    """What is wrong with one translation."""
    name = f"{wanted.id!r} ({wanted.locations[0][0]})"
    if have is None or have.fuzzy or not all(forms(have.string)):
        return [f"no translation of {name}"]
    allowed = [placeholders(form) for form in forms(wanted.id)]
    return [
        f"{form!r} fills in other things than {name}"
        for form in forms(have.string)
        if placeholders(form) not in allowed
    ]


def update(path: Path) -> list[str]:
    """Bring one catalogue up to date; what is left to do."""
    wanted, have = extract(), load(path)
    # The dates stay: a line that every update changes would be merged wrongly from two branches.
    have.update(wanted, no_fuzzy_matching=True, update_creation_date=False)
    have.obsolete.clear()
    with path.open("wb") as file:
        write_po(file, have, width=110, no_location=True, sort_output=True, include_previous=False)
    return complaints(wanted, have)


def main() -> int:
    """Update every catalogue and print what is left to translate."""
    left = [f"{path.parents[1].name}: {line}" for path in catalogues() for line in update(path)]
    sys.stdout.write("".join(f"{line}\n" for line in left) or "Every sentence has its translation.\n")
    return bool(left)


if __name__ == "__main__":
    sys.exit(main())
