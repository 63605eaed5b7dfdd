"""Take the data of languages that Fumehood does not speak out of Qt's copy of ICU.

ICU keeps its data as one table in a shared library of 32 MB, `libicudata.so.NN`, most of which are texts and
rules of some 700 locales. What has no entry falls back to the one called root.

The table: a header, whose first two bytes are its length; the number of items; for each item where its name
and where its bytes are, counted from the end of the header; the names, sorted; the items, at multiples of 16.
Numbers are of the machine's byte order.
"""

import re
import struct
import subprocess
from pathlib import Path
from typing import Final

_FORMAT: Final = b"CmnD"
_FORMAT_AT: Final = 12  # where it is in the header
_ALIGN: Final = 16
_ENTRY: Final = struct.Struct("=II")
_COUNT: Final = struct.Struct("=I")
# Folders with one file for each locale; those of the first kind are in no folder.
_FOLDERS: Final = ("curr", "lang", "region", "unit", "zone", "coll", "rbnf", "translit")
_LOCALE: Final = re.compile(r"[a-z]{2,3}(_\w+)?\.res")
_KEPT: Final = re.compile(r"(root|en(_\w+)?|sv(_\w+)?|pool|res_index)\.res")
_ASSEMBLY: Final = """.section .rodata
.globl {name}
.type {name}, @object
.balign 16
{name}:
.incbin "{data}"
.size {name}, .-{name}
.section .note.GNU-stack, "", @progbits
"""


def shrink_library(source: Path, target: Path) -> None:
    """Write the library `source` to `target` with less in it; ValueError if it is not as expected.

    Needs `nm`, `as` and `ld` of binutils, and writes files with other suffixes beside `target`.
    """
    symbols = subprocess.run(["nm", "-D", "-S", str(source)], check=True, capture_output=True, text=True)  # noqa: S603, S607 - our words
    found = re.search(r"^\w+ (\w+) R (icudt\d+_dat)$", symbols.stdout, re.MULTILINE)
    content = source.read_bytes()
    start = content.find(_FORMAT) - _FORMAT_AT
    if found is None or start < 0:
        raise ValueError(f"{source} holds no table of ICU")
    data, assembly, compiled = (target.with_suffix(suffix) for suffix in (".dat", ".s", ".o"))
    data.write_bytes(shrink(content[start : start + int(found[1], 16)]))
    assembly.write_text(_ASSEMBLY.format(name=found[2], data=data))
    subprocess.run(["as", "-o", str(compiled), str(assembly)], check=True)  # noqa: S603, S607 - as above
    options = ["-shared", "-z", "noexecstack", "-soname", source.name]
    subprocess.run(["ld", *options, "-o", str(target), str(compiled)], check=True)  # noqa: S603, S607 - as above


def shrink(table: bytes) -> bytes:
    """Return the table without the items of other locales, and without dictionaries of words."""
    length = int.from_bytes(table[:2], "little")
    return write(table[:length], {name: item for name, item in read(table).items() if is_kept(name)})


def is_kept(name: str) -> bool:
    """Return whether an item, such as `icudt73l/zone/sv.res`, is of use."""
    _package, *folders, file = name.split("/")
    if file.endswith(".dict"):
        return False
    of_locale = folders[0] in _FOLDERS if folders else _LOCALE.fullmatch(file) is not None
    return not of_locale or not file.endswith(".res") or _KEPT.fullmatch(file) is not None


def read(table: bytes) -> dict[str, bytes]:
    """Return the items of a table by name, in their order."""
    body = table[int.from_bytes(table[:2], "little") :]
    (count,) = _COUNT.unpack_from(body)
    entries = [_ENTRY.unpack_from(body, _COUNT.size + number * _ENTRY.size) for number in range(count)]
    ends = [start for _name, start in entries[1:]] + [len(body)]
    return {
        body[name : body.index(b"\0", name)].decode(): body[start:end]
        for (name, start), end in zip(entries, ends, strict=True)
    }


def write(header: bytes, items: dict[str, bytes]) -> bytes:
    """Return a table of these items, which must be sorted by name."""
    first = _COUNT.size + len(items) * _ENTRY.size
    names = b""
    entries = []
    for name in items:
        entries.append(first + len(names))
        names += name.encode() + b"\0"
    names += bytes(-(len(header) + first + len(names)) % _ALIGN)
    index, content = _COUNT.pack(len(items)), bytearray()
    for place, item in zip(entries, items.values(), strict=True):
        index += _ENTRY.pack(place, first + len(names) + len(content))
        content += item + bytes(-len(item) % _ALIGN)
    return header + index + names + bytes(content)
