"""Run the README's commands on bare Debian systems: `python -m tests.clean_roots [SUITE...]`.

Needs root and debootstrap. Each system is a folder that holds nothing but what ROOTS names. The commands run
under chroot, as an ordinary user with an empty home and no variables but those of a proxy. At the end every
folder is removed.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from tests.sources import ROOT

SUITES: Final = ("bookworm", "trixie")
ROOTS: Final = (("python3",), ("python3", "python3-venv", "python3-pip"))
MIRROR: Final = "http://deb.debian.org/debian"
COMMANDS: Final = (
    "git clone --quiet /srv/fumehood.git fumehood",
    "cd fumehood && python3 -m desktop.setup prove wsgi",
    "cd fumehood && python3 -m desktop.setup pytest -q tests/test_docs.py tests/test_wheel.py",
    'cd fumehood && test -z "$(git status --porcelain)"',
)
CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
USER: Final = 1000


def run(*command: str) -> None:
    """Run a command to its end; CalledProcessError where it fails."""
    subprocess.run(command, check=True)


@contextmanager
def root(suite: str, packages: Sequence[str]) -> Iterator[Path]:
    """Make a bare system with some packages, and this repository as /srv/fumehood.git in it."""
    folder = Path(tempfile.mkdtemp(prefix=f"fumehood-{suite}-"))
    folder.chmod(0o755)
    try:
        included = ",".join(("ca-certificates", "git", *packages))
        run("debootstrap", "--variant=minbase", f"--include={included}", suite, str(folder), MIRROR)
        for path in (Path("/etc/resolv.conf"), Path("/etc/hosts"), CERTIFICATES):
            if path.is_file():  # so that a proxy's authority, which this machine trusts, is trusted there too
                shutil.copyfile(path, folder / path.relative_to("/"))
        run("git", "clone", "--quiet", "--bare", str(ROOT), str(folder / "srv" / "fumehood.git"))
        run("chown", "--recursive", f"{USER}:{USER}", str(folder / "srv" / "fumehood.git"))
        run("chroot", str(folder), "useradd", "--create-home", "--uid", str(USER), "reader")
        run("mount", "-t", "proc", "proc", str(folder / "proc"))
        (folder / "dev" / "shm").mkdir(exist_ok=True)
        run("mount", "-t", "tmpfs", "-o", "mode=1777", "tmpfs", str(folder / "dev" / "shm"))
        yield folder
    finally:
        for name in ("dev/shm", "proc"):
            if (folder / name).is_mount():
                run("umount", str(folder / name))
        shutil.rmtree(folder)


def as_reader(folder: Path, command: str) -> int:
    """Run a shell command in a root as the ordinary user; return its exit status."""
    network = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    start = ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs"]
    clean = [
        "env",
        "--ignore-environment",
        "HOME=/home/reader",
        "PATH=/usr/bin:/bin",
        "LANG=C.UTF-8",
        *network,
    ]
    words = ["chroot", str(folder), *start, *clean, "sh", "-c", f"cd && {command}"]
    return subprocess.run(words, check=False).returncode


def main(suites: Sequence[str]) -> int:
    """Try every command in every root; return 1 if one failed."""
    if os.geteuid() != 0 or shutil.which("debootstrap") is None:
        sys.exit("This needs root and debootstrap: sudo apt install debootstrap")
    failed = []
    for suite in suites or SUITES:
        for packages in ROOTS:
            with root(suite, packages) as folder:
                for command in COMMANDS:
                    sys.stdout.write(f"== {suite}, {' '.join(packages)}: {command}\n")
                    sys.stdout.flush()
                    if as_reader(folder, command):
                        failed.append(f"{suite}, {' '.join(packages)}: {command}")
                        break
    sys.stdout.write(
        "".join(f"failed: {line}\n" for line in failed) or "All commands worked in every root.\n"
    )
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
