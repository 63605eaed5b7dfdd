"""Fetch a page or a file; a file is kept only when its SHA-256 is the expected one."""

from __future__ import annotations

import base64
import hashlib
import os
import ssl
import sys
import urllib.parse
import urllib.request
from pathlib import Path
from typing import IO, Any

from desktop.setup import problems

SECONDS = 30  # without a byte
PIECE = 1 << 18  # bytes
MAC_CERTIFICATES = "/etc/ssl/cert.pem"  # macOS has them here, where a Python of python.org does not look


def page(address: str) -> str:
    """Return the text at an address; a SetupProblem where it cannot be had."""
    try:
        with opened(address) as answer:
            return str(answer.read().decode("utf-8", "replace"))
    except Exception as error:
        raise problems.of_download(without_login(address), error) from error


def file(address: str, sha256: str, target: Path, progress: IO[str]) -> None:
    """Write the file at an address to `target`; a SetupProblem, and no file at all, where that fails."""
    part = target.with_name(target.name + ".part")
    shown = without_login(address)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        found = hashlib.sha256()
        with opened(address) as answer, part.open("wb") as output:
            size = int(answer.headers.get("Content-Length") or 0)
            done = 0
            while piece := answer.read(PIECE):
                found.update(piece)
                output.write(piece)
                done += len(piece)
                if size and progress.isatty():
                    progress.write(f"\r  {done / 1e6:.1f} of {size / 1e6:.1f} MB")
        if progress.isatty():
            progress.write("\n")
        if size and done < size:
            raise ConnectionError(f"the connection ended after {done} of {size} bytes")
        if found.hexdigest() != sha256:
            raise problems.SetupProblem(
                f"{shown} is not the file that uv.lock names: its SHA-256 is another one. It was not kept.",
                "run the same command again. If it fails again, ask the administrator of the proxy or mirror "
                "that the download passes through.",
            )
        os.replace(part, target)
    except problems.SetupProblem:
        raise
    except Exception as error:
        raise problems.of_download(shown, error) from error
    finally:
        if part.exists():
            part.unlink()


def opened(address: str) -> Any:
    """Open an address with the certificates of the system."""
    context = ssl.create_default_context()
    paths = ssl.get_default_verify_paths()
    if sys.platform == "darwin" and not (paths.cafile or paths.capath) and Path(MAC_CERTIFICATES).is_file():
        context.load_verify_locations(MAC_CERTIFICATES)
    handler = urllib.request.HTTPSHandler(context=context)
    return urllib.request.build_opener(handler).open(request(address), timeout=SECONDS)


def request(address: str) -> urllib.request.Request:
    """Return the request for an address; a name and a password in it become a header, as servers expect."""
    login, at, _ = urllib.parse.urlsplit(address).netloc.rpartition("@")
    asked = urllib.request.Request(without_login(address), headers={"User-Agent": "fumehood-setup"})  # noqa: S310 - the lock's or the user's own address
    if at:
        secret = base64.b64encode(urllib.parse.unquote(login).encode()).decode()
        asked.add_unredirected_header("Authorization", f"Basic {secret}")
    return asked


def without_login(address: str) -> str:
    """Return an address as it may be printed, without a name and a password."""
    parts = urllib.parse.urlsplit(address)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def with_login(address: str, index: str) -> str:
    """Return an address with the index's name and password where it leads to the index's own host."""
    parts, given = urllib.parse.urlsplit(address), urllib.parse.urlsplit(index)
    same = (parts.scheme, parts.netloc) == (given.scheme, given.netloc.rpartition("@")[2])
    return parts._replace(netloc=given.netloc).geturl() if same else address
