"""Bare Debian systems in a folder, and commands in them as an ordinary user."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

MIRROR: Final = "http://deb.debian.org/debian"
CERTIFICATES: Final = Path("/etc/ssl/certs/ca-certificates.crt")
USER: Final = 1000
NAME: Final = "reader"
# The root becomes that of the process by pivot_root: within chroot there are no user namespaces, which the
# sandbox of the web engine needs. Everything that was mounted is gone with the last process.
ENTER: Final = """
set -e
root=$1; shift
mount --make-rprivate /
mount --bind "$root" "$root"
cd "$root"
mkdir -p old
mount -t proc proc proc
mount --rbind /dev dev
mount -t tmpfs -o mode=1777 tmpfs dev/shm
pivot_root . old
umount --lazy /old
cd /
exec "$@"
"""


def run(*command: str) -> None:
    """Run a command to its end; CalledProcessError where it fails."""
    subprocess.run(command, check=True)


@contextmanager
def root(suite: str, packages: Sequence[str]) -> Iterator[Path]:
    """Make a bare system with some packages and an ordinary user; remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix=f"fumehood-{suite}-"))
    folder.chmod(0o755)
    try:
        included = ",".join(("ca-certificates", *packages))
        run("debootstrap", "--variant=minbase", f"--include={included}", suite, str(folder), MIRROR)
        for path in (Path("/etc/resolv.conf"), Path("/etc/hosts"), CERTIFICATES):
            if path.is_file():  # so that a proxy's authority, which this machine trusts, is trusted there too
                shutil.copyfile(path, folder / path.relative_to("/"))
        run("chroot", str(folder), "useradd", "--create-home", "--uid", str(USER), NAME)
        yield folder
    finally:
        shutil.rmtree(folder)


def as_reader(folder: Path, command: str) -> int:
    """Run a shell command in a root as the ordinary user; return its exit status."""
    drop = ("setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups", "--no-new-privs")
    return _enter(folder, (*drop, *_clean(f"/home/{NAME}", "/usr/bin:/bin")), command)


def as_root(folder: Path, command: str) -> int:
    """Run a shell command in a root as its administrator; return its exit status."""
    return _enter(folder, _clean("/root", "/usr/sbin:/usr/bin:/sbin:/bin"), command)


def _clean(home: str, path: str) -> tuple[str, ...]:
    network = [f"{name}={value}" for name, value in os.environ.items() if name.lower().endswith("_proxy")]
    return ("env", "--ignore-environment", f"HOME={home}", f"PATH={path}", "LANG=C.UTF-8", *network)


def _enter(folder: Path, start: Sequence[str], command: str) -> int:
    enter = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "sh", "-c", ENTER, "sh", str(folder))
    return subprocess.run((*enter, *start, "sh", "-c", f"cd && {command}"), check=False).returncode
