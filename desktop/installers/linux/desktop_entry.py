"""The desktop entry: how menus and file managers show and start Fumehood."""

from collections.abc import Mapping

from desktop.installers import product


def desktop_entry(program: str) -> str:
    """Return the text of the .desktop file that starts `program`, a command or an absolute path."""
    lines = [
        "[Desktop Entry]",
        "Type=Application",
        f"Name={product.TITLE}",
        *_translated("GenericName", product.GENERIC_NAME),
        *_translated("Comment", product.SUMMARY),
        *_translated("Keywords", {language: _list(words) for language, words in product.KEYWORDS.items()}),
        f"Exec={_quoted(program)} %f",
        f"Icon={product.NAME}",
        "Terminal=false",
        f"Categories={_list(product.CATEGORIES)}",
        f"MimeType={_list(product.MIME_TYPES)}",
        f"StartupWMClass={product.NAME}",
        "StartupNotify=true",
    ]
    return "\n".join(lines) + "\n"


def _translated(key: str, texts: Mapping[str, str]) -> list[str]:
    return [
        f"{key}={texts['en']}",
        *(f"{key}[{name}]={text}" for name, text in texts.items() if name != "en"),
    ]


def _list(words: tuple[str, ...]) -> str:
    return "".join(f"{word};" for word in words)


def _quoted(program: str) -> str:
    """Return the program as the specification asks: reserved characters only within double quotes."""
    if program.replace("/", "").replace("-", "").isalnum():
        return program
    escaped = "".join(f"\\\\{letter}" if letter in '"`$\\' else letter for letter in program)
    return '"' + escaped.replace("%", "%%") + '"'
