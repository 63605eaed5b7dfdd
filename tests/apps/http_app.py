"""Views that send requests to a small server of this app's own, over the libraries that the guest has."""

import http.client
import json
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, HTTPServer

from flask import Flask

app = Flask(__name__)


class Other(BaseHTTPRequestHandler):
    """Another server."""

    def do_GET(self) -> None:
        """Answer a path that names a status with it."""
        self.send_response(302 if self.path.startswith("/moved") else int(self.path[1:4]))
        if self.path.startswith("/moved"):
            self.send_header("Location", "/200")
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base names it
        """Print nothing."""


other = HTTPServer(("127.0.0.1", 0), Other)
threading.Thread(target=other.serve_forever, daemon=True).start()
URL = f"http://127.0.0.1:{other.server_port}"


def get(path: str) -> http.client.HTTPResponse:
    """Ask the other server."""
    answer: http.client.HTTPResponse = urllib.request.urlopen(URL + path)  # noqa: S310 - it is HTTP
    return answer


@app.get("/urllib")
def with_urllib() -> str:
    """Follow a redirect, and get an error."""
    body = get("/moved?token=swordfish-77").read().decode()
    try:
        get("/404")
    except urllib.error.HTTPError as error:
        return json.dumps([body, error.code])
    return "no error"


@app.get("/refused")
def refused() -> str:
    """Ask a port where nobody listens."""
    try:
        urllib.request.urlopen("http://127.0.0.1:9/", timeout=1)
    except urllib.error.URLError as error:
        return type(error.reason).__name__
    return "no error"


@app.get("/unread")
def unread() -> str:
    """Send a request and do not read the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", other.server_port)
    connection.request("GET", "/200")
    connection.close()
    return "sent"


@app.get("/requests")
def with_requests() -> str:
    """Ask with requests, which is built on urllib3."""
    import requests  # noqa: PLC0415 - only some environments have it

    return str(requests.get(f"{URL}/201", timeout=5).status_code)
