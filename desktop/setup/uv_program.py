"""The program uv: the one on PATH, or the one that uv.lock pins, fetched into the checkout's folder .uv."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from desktop.setup import download, index, problems
from desktop.setup.lockfile import Wheel, wheel_for
from desktop.setup.machine import this_machine

OLDEST = (0, 7)  # as tool.uv.required-version in pyproject.toml
NAME = "uv.exe" if os.name == "nt" else "uv"


def version_of(program: Path) -> str | None:
    """Return the version of an uv, None where the program does not run."""
    try:
        done = subprocess.run(  # noqa: S603 - a program that is found by its name, as a shell would
            [str(program), "--version"],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=60,
            check=False,
        )
    except (OSError, subprocess.SubprocessError):
        return None
    match = re.match(rb"uv (\d+\.\d+[\w.]*)", done.stdout)
    return match[1].decode() if match and done.returncode == 0 else None


def present(root: Path, pinned: str, path: str | None) -> Path | None:
    """Return an uv that is new enough: from PATH, or one that an earlier run has fetched."""
    on_path = shutil.which("uv", path=path)
    if on_path:
        version = version_of(Path(on_path))
        if version and tuple(int(number) for number in re.findall(r"\d+", version)[:2]) >= OLDEST:
            return Path(on_path)
    fetched = root / ".uv" / NAME
    return fetched if fetched.is_file() and version_of(fetched) == pinned else None


def provide(root: Path, environment: Mapping[str, str], home: Path, output: IO[str]) -> Path:
    """Return an uv, fetched first where there is none; a SetupProblem where that fails."""
    wheel = wheel_for(this_machine(), root)
    found = present(root, wheel.version, environment.get("PATH"))
    return found or fetch(root, wheel, index.configured(environment, home), output)


def fetch(root: Path, wheel: Wheel, mirror: str | None, output: IO[str]) -> Path:
    """Fetch the wheel, from the index `mirror` where there is one, and unpack the program in it."""
    archive = root / ".uv" / wheel.name
    address = link_on(mirror, wheel) if mirror else wheel.url
    output.write(f"Fetching uv {wheel.version} from {download.without_login(address)}\n")
    output.flush()
    download.file(address, wheel.sha256, archive, output)
    try:
        return unpack(archive)
    except OSError as error:
        raise problems.of_file(error) from error
    finally:
        archive.unlink()


def link_on(mirror: str, wheel: Wheel) -> str:
    """Return the wheel's address on an index; a SetupProblem where the index does not have it."""
    listing = f"{mirror}/uv/"
    link = index.find_link(download.page(listing), download.without_login(listing), wheel.name)
    if link is None:
        raise problems.SetupProblem(
            f"{download.without_login(listing)} does not list {wheel.name}.",
            "ask for it to be added to this index, or install uv as https://docs.astral.sh/uv/ says.",
        )
    return download.with_login(link, mirror)


def unpack(archive: Path) -> Path:
    """Write the program of a wheel beside it; it appears under its name only when it is complete."""
    target = archive.with_name(NAME)
    part = archive.with_name(NAME + ".part")
    try:
        with zipfile.ZipFile(archive) as wheel:
            member = next(name for name in wheel.namelist() if name.endswith(f".data/scripts/{NAME}"))
            with wheel.open(member) as source, part.open("wb") as output:
                shutil.copyfileobj(source, output)
        part.chmod(0o755)
        os.replace(part, target)
    finally:
        if part.exists():
            part.unlink()
    return target
