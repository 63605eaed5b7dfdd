"""The installer for Windows, made by NSIS: for one user, without an administrator's rights."""

import shutil
import subprocess
from pathlib import Path
from typing import Final

from desktop.installers import product
from desktop.installers.formats.format import Format, Parts
from desktop.installers.icons import draw_windows_icon
from desktop.installers.linux.files import DRAWING
from desktop.installers.product import NAME, TITLE

# Where Windows lists installed programs.
LISTED: Final = f"Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\{TITLE}"
CLASSES: Final = "Software\\Classes"


def obstacle() -> str:
    """Return why no installer can be made here."""
    return "" if shutil.which("makensis") else "NSIS is missing; remedy: install the package nsis"


def script(parts: Parts, target: Path) -> str:
    """Return the NSIS script that writes `target`."""
    files = _files(parts.bundle)
    version = parts.release.version
    removal = [f'  Delete "$INSTDIR\\{name}"' for name in files]
    folders = sorted({str(Path(name.replace("\\", "/")).parent) for name in files} - {"."}, reverse=True)
    removal += [f'  RMDir "$INSTDIR\\{_windows(folder)}"' for folder in _with_parents(folders)]
    lines = [
        "Unicode true",
        "ManifestDPIAware true",
        "SetCompressor /SOLID lzma",
        f'Name "{TITLE} {version}"',
        f'OutFile "{target}"',
        f'InstallDir "$LOCALAPPDATA\\Programs\\{TITLE}"',
        "RequestExecutionLevel user",
        '!include "MUI2.nsh"',
        '!include "FileFunc.nsh"',
        f'!define MUI_ICON "{parts.work / f"{NAME}.ico"}"',
        f'!define MUI_UNICON "{parts.work / f"{NAME}.ico"}"',
        f'!define MUI_FINISHPAGE_RUN "$INSTDIR\\{NAME}.exe"',
        "!insertmacro MUI_PAGE_DIRECTORY",
        "!insertmacro MUI_PAGE_INSTFILES",
        "!insertmacro MUI_PAGE_FINISH",
        "!insertmacro MUI_UNPAGE_CONFIRM",
        "!insertmacro MUI_UNPAGE_INSTFILES",
        '!insertmacro MUI_LANGUAGE "English"',
        '!insertmacro MUI_LANGUAGE "Swedish"',
        "",
        'Section "install"',
        '  SetOutPath "$INSTDIR"',
        f'  File /r "{parts.bundle}/*.*"',
        f'  File "{parts.work / f"{NAME}.ico"}"',
        '  WriteUninstaller "$INSTDIR\\uninstall.exe"',
        f'  CreateShortcut "$SMPROGRAMS\\{TITLE}.lnk" "$INSTDIR\\{NAME}.exe" "" "$INSTDIR\\{NAME}.ico"',
        *_registry(version),
        "SectionEnd",
        "",
        'Section "uninstall"',
        *removal,
        f'  Delete "$INSTDIR\\{NAME}.ico"',
        '  Delete "$INSTDIR\\uninstall.exe"',
        '  RMDir "$INSTDIR"',
        f'  Delete "$SMPROGRAMS\\{TITLE}.lnk"',
        f'  DeleteRegKey HKCU "{LISTED}"',
        f'  DeleteRegKey HKCU "{CLASSES}\\Directory\\shell\\{TITLE}"',
        f'  DeleteRegKey HKCU "{CLASSES}\\SystemFileAssociations\\.py\\shell\\{TITLE}"',
        f'  DetailPrint "What you made with {TITLE} stays in $LOCALAPPDATA\\{NAME}."',
        "SectionEnd",
    ]
    return "\n".join(lines) + "\n"


def _registry(version: str) -> list[str]:
    """Return the lines that list the program and offer "Open with Fumehood" for folders and Python files."""
    values = {
        "DisplayName": TITLE,
        "DisplayVersion": version,
        "DisplayIcon": f"$INSTDIR\\{NAME}.ico",
        "Publisher": "The Fumehood authors",
        "URLInfoAbout": product.HOMEPAGE,
        "UninstallString": '$\\"$INSTDIR\\uninstall.exe$\\"',
    }
    lines = [f'  WriteRegStr HKCU "{LISTED}" "{name}" "{value}"' for name, value in values.items()]
    for kind in ("Directory", "SystemFileAssociations\\.py"):
        key = f"{CLASSES}\\{kind}\\shell\\{TITLE}"
        lines += [
            f'  WriteRegStr HKCU "{key}" "" "Open with {TITLE}"',
            f'  WriteRegStr HKCU "{key}" "Icon" "$INSTDIR\\{NAME}.ico"',
            f'  WriteRegStr HKCU "{key}\\command" "" \'"$INSTDIR\\{NAME}.exe" "%1"\'',
        ]
    return [
        *lines,
        '  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2',
        f'  WriteRegDWORD HKCU "{LISTED}" "EstimatedSize" "$0"',
    ]


def _files(bundle: Path) -> list[str]:
    """Return the files of the bundle as Windows writes their places.

    They are removed one by one: a folder that the user chose may hold other things, too.
    """
    return [
        _windows(str(path.relative_to(bundle))) for path in sorted(bundle.rglob("*")) if not path.is_dir()
    ]


def _with_parents(folders: list[str]) -> list[str]:
    """Return the folders and all above them, each after those below it."""
    every = {str(parent) for folder in folders for parent in (Path(folder), *Path(folder).parents)} - {"."}
    return sorted(every, key=lambda folder: (-folder.count("/"), folder))


def _windows(place: str) -> str:
    return place.replace("/", "\\").replace("$", "$$")


def build(parts: Parts, into: Path) -> Path:
    """Write the installer."""
    parts.work.mkdir(parents=True, exist_ok=True)
    draw_windows_icon(DRAWING, parts.work / f"{NAME}.ico")
    target = into / f"{NAME}-{parts.release.version}-setup.exe"
    text = parts.work / f"{NAME}.nsi"
    text.write_text(script(parts, target), encoding="utf-8-sig", newline="\n")
    subprocess.run(  # noqa: S603 - our own words
        ["makensis", "-V2", "-WX", str(text)],  # noqa: S607 - from PATH
        check=True,
        capture_output=True,
    )
    return target


NSIS: Final = Format(name="windows", obstacle=obstacle, build=build)
