"""A program made of the shell alone, around a small app.

Run as `python -m tests.support.window.stub_app PLACEMENT_FILE`.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.shell.app_info import AppInfo
from desktop.shell.process.loopback import bind
from desktop.shell.process.signals import stop_on_signals
from desktop.shell.process.wsgi_server import WsgiServer
from desktop.shell.window.main_window import Window
from desktop.shell.window.menus.items import PageCommand, PageMenus

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PAGE = """<!doctype html><html data-theme="{theme}"><title>{title}</title>
<p><a id="in" href="/in">in</a> <a id="new" href="/new" target="_blank">new</a>
<p><a id="out" href="http://example.com/out">out</a>
<a id="blank" href="http://example.com/blank" target="_blank">blank</a>
<a id="away" href="/redirect">away</a> <a id="file" href="file:///etc/passwd">file</a>
<a id="save" href="/in" download="x.txt">save</a> <a id="guest" href="/guest">guest</a>
<p><input id="field" value="words"> <label>file <input id="files" type="file"></label>
<button id="print" onclick="print()">print</button>
<form id="form" method="post" action="http://example.com/form"><button>send</button></form>
<p style="margin-top: 3000px">first needle<p style="margin-top: 3000px">second needle
<script>
document.addEventListener("fumehood:run", (event) => {{ document.title = "ran " + event.detail; }});
</script>
"""


def main(placement_file: Path) -> None:
    """Open the window and exit when it is closed."""
    listening = bind(0)
    window = Window(
        AppInfo(id="fumehood", name="Stub app"),
        placement_file=placement_file,
        menus=PageMenus(lambda: (PageCommand(id="palette", label="Palette", menu="&Help"),)),
    )
    guest = bind(0)
    guests_page = f"http://localhost:{guest.getsockname()[1]}/"

    def app(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path == "/redirect":
            start_response("302 Found", [("Location", "http://example.com/redirect")])
            return []
        if path == "/guest" and environ["HTTP_HOST"].startswith("127."):
            window.handle.open_window(guests_page, "A guest")
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        theme = "dark" if path == "/dark" else "light"
        return [PAGE.format(theme=theme, title="" if path == "/untitled" else f"At {path}").encode()]

    servers = [WsgiServer(app, listening, name="Stub"), WsgiServer(app, guest, name="Stub")]
    window.run(
        f"http://127.0.0.1:{servers[0].port}/", on_signals=lambda: stop_on_signals(window.handle.close)
    )
    for server in servers:
        server.close()
    print("ended", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
