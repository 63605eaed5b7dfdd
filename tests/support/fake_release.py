"""A program that answers as an unpacked Fumehood does, as far as the proof of the installers asks."""

import sys
from pathlib import Path

PROGRAM = """\
#!{python}
import http.server, json, os, signal, sys
words = sys.argv[1:]
claims = [{{"id": "signed", "verdict": "holds", "expected": "holds"}}]
events = [{{"kind": kind}} for kind in ("routing", "view", "response")]
pages = [{{"url": "http://fumehood-1.localhost:5000/", "title": "Fumehood"}}]
class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(pages).encode())
    def log_message(self, *words):
        pass
{change}
if words == ["--version"]:
    print("Fumehood 0.1.0")
elif words[:1] == ["record"]:
    print(json.dumps({{"events": events}}))
elif words[:1] == ["prove"]:
    print(json.dumps({{"claims": claims}}))
else:
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    http.server.HTTPServer(("127.0.0.1", int(os.environ["FUMEHOOD_DEBUG_PORT"])), Pages).serve_forever()
"""


def write_program(file: Path, change: str = "") -> Path:
    """Write the program, with a line of Python that makes it answer otherwise."""
    file.write_text(PROGRAM.format(python=sys.executable, change=change))
    file.chmod(0o755)
    return file
