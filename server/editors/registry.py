"""The editors that Fumehood knows."""

from typing import Final

from server.editors.editor import Editor, colon, goto, line_option, plus

OFFERED: Final[tuple[Editor, ...]] = (
    Editor(
        name="vscode",
        title="Visual Studio Code",
        programs=("code", "codium", "code-insiders"),
        arguments=goto,
        elsewhere=(
            ("darwin", "/Applications/Visual Studio Code.app/Contents/Resources/app/bin/code"),
            ("win32", r"%LOCALAPPDATA%\Programs\Microsoft VS Code\Code.exe"),
            ("win32", r"%ProgramFiles%\Microsoft VS Code\Code.exe"),
        ),
    ),
    Editor(
        name="pycharm",
        title="PyCharm",
        programs=("pycharm", "pycharm-professional", "pycharm-community", "charm", "pycharm64"),
        arguments=line_option,
        elsewhere=(
            ("darwin", "/Applications/PyCharm.app/Contents/MacOS/pycharm"),
            ("darwin", "/Applications/PyCharm CE.app/Contents/MacOS/pycharm"),
            ("linux", "%HOME%/.local/share/JetBrains/Toolbox/scripts/pycharm"),
        ),
    ),
    Editor(
        name="zed",
        title="Zed",
        programs=("zed", "zeditor", "zedit"),
        arguments=colon,
        elsewhere=(
            ("darwin", "/Applications/Zed.app/Contents/MacOS/cli"),
            ("linux", "%HOME%/.local/bin/zed"),
        ),
    ),
    Editor(name="vim", title="Vim", programs=("nvim", "vim"), arguments=plus, in_terminal=True),
)
"""The editors that the settings offer, in the order in which one is chosen where the user has chosen none."""

OTHERS: Final[tuple[Editor, ...]] = (
    Editor(name="cursor", title="Cursor", programs=("cursor", "windsurf"), arguments=goto),
    Editor(name="sublime", title="Sublime Text", programs=("subl", "sublime_text"), arguments=colon),
    Editor(name="gvim", title="gVim", programs=("gvim",), arguments=plus),
    Editor(name="gedit", title="gedit", programs=("gedit", "gnome-text-editor", "xed"), arguments=plus),
    Editor(name="kate", title="Kate", programs=("kate", "kwrite"), arguments=line_option),
    Editor(name="emacs", title="Emacs", programs=("emacs",), arguments=plus),
    Editor(name="emacsclient", title="Emacs", programs=("emacsclient",), arguments=plus),
    Editor(
        name="terminal",
        title="",
        programs=("vi", "view", "nano", "micro", "kak", "joe", "ne", "pico"),
        arguments=plus,
        in_terminal=True,
    ),
    Editor(name="helix", title="Helix", programs=("hx", "helix"), arguments=colon, in_terminal=True),
)
"""Editors that may be named by $VISUAL or $EDITOR, whose arguments are known."""


def editor_of(program: str) -> Editor | None:
    """Return the editor that a program is, by the name of its file; None for an unknown one."""
    name = program.replace("\\", "/").rpartition("/")[2].removesuffix(".exe").lower()
    return next((each for each in (*OFFERED, *OTHERS) if name in each.programs), None)
