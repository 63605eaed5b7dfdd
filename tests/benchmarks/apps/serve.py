"""Serves the measured pages without Fumehood: `serve.py plain|toolbar`; prints its port."""

import sys

import waitress
from pages import app  # type: ignore[import-not-found]  # it lies beside this script

if sys.argv[1] == "toolbar":
    from flask_debugtoolbar import DebugToolbarExtension

    app.config.update(DEBUG_TB_ENABLED=True, DEBUG_TB_INTERCEPT_REDIRECTS=False)
    DebugToolbarExtension(app)

server = waitress.create_server(app, host="127.0.0.1", port=0, threads=4)
sys.stdout.write(f"{server.effective_port}\n")
sys.stdout.flush()
server.run()
