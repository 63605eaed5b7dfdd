"""Names that a folder may have on this system, though few people would choose them."""

import os
import sys
from pathlib import Path
from typing import Final

_NAMES: Final = (
    *(b"a b", b" lead", b"trail ", b"  ", b"a\nb", b"\n", b"a\tb", b"a\rb", b"a\x7fb", b"\x1b[31m", b"\x07"),
    *(b"'", b'"', b"a'b\"c", b"`x`", b"$HOME", b"$(x)", b"a;b", b"a&b", b"a|b", b"<b>", b"a>b", b"a\\b"),
    *(b"*", b"?", b"[a]", b"{a}", b"!", b"~", b"~root", b"~nobody", b"-x", b"--help", b"-", b"--", b"con"),
    *(b"nul", b"aux.py", b"...", b"..a", b".hidden", b"%41", b"%", b"%s", b"%(x)s", b"{0}", b"a:b", b":"),
    *(b"a@b", b"#a", b"a#b", b"a=b", b"a,b", b"lab:x", b"run:x", b"x" * 255, b"\xff\xfe", b"caf\xe9"),
    *(name.encode() for name in ("å", "a\u030a", "שלום", "\u202egpj", "\u200b", "\u2028", "👨\u200d👩")),
    "å".encode() * 127,
)


def odd_folders(folder: Path, content: str) -> list[Path]:
    """Make a folder of each name that this system allows, with an `app.py` in it, and return them."""
    made = []
    for name in _NAMES:
        path = folder / os.fsdecode(name)
        try:
            path.mkdir()
        except (OSError, ValueError):
            assert sys.platform != "linux", f"Linux allows {name!r}"
            continue
        (path / "app.py").write_text(content)
        made.append(path)
    return made
