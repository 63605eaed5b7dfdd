"""A wheel of uv that is made here, and a server on this machine that stands for a package index."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from desktop.setup import uv_program
from desktop.setup.lockfile import Wheel

NAME = "uv-9.9.9-py3-none-any_machine.whl"


@dataclass
class Site:
    """What the server answers: the bytes of each path, and how many of them it sends."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut_after: int | None = None
    asked: list[tuple[str, str | None]] = field(default_factory=list)  # path and Authorization

    def wheel(self, content: bytes, sha256: str | None = None) -> Wheel:
        """Serve a wheel and return what a lock says of it."""
        self.files[f"/files/{NAME}"] = content
        found = sha256 or hashlib.sha256(content).hexdigest()
        return Wheel("9.9.9", f"{self.address}/files/{NAME}", found)


@pytest.fixture
def site() -> Iterator[Site]:
    """A server that knows nothing yet."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, self.headers["Authorization"]))
            content = site.files.get(self.path)
            self.send_response(404 if content is None else 200)
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write((content or b"")[: site.cut_after])

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.address = f"http://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield site
        server.shutdown()
        thread.join()


@pytest.fixture
def wheel_bytes() -> bytes:
    """A wheel with a program that says it is uv 9.9.9."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as wheel:
        wheel.writestr("uv/__init__.py", "")
        wheel.writestr(f"uv-9.9.9.data/scripts/{uv_program.NAME}", "#!/bin/sh\necho uv 9.9.9\n")
    return content.getvalue()
