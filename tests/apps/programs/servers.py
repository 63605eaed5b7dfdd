"""A program that starts one server, which its argument names, on a port that only root may take."""

import sys
import threading

from flask import Flask

app = Flask(__name__)
KIND = sys.argv[1]


@app.get("/")
def index() -> str:
    """Return the name of the server."""
    return KIND


if KIND == "app.run":
    app.run(port=1, use_reloader=True)
elif KIND == "run_simple":
    from werkzeug.serving import run_simple

    run_simple("localhost", 1, app, use_reloader=True, use_debugger=True, static_files={"/files": "."})
elif KIND == "make_server":
    from werkzeug.serving import make_server

    server = make_server("localhost", 1, app)
    server.serve_forever()
elif KIND == "waitress.serve":
    import waitress

    waitress.serve(app, listen="*:1")
elif KIND == "waitress.create_server":
    import waitress

    waitress.create_server(app, host="localhost", port=1).run()
elif KIND == "bottle.run":
    import bottle  # type: ignore[import-untyped]  # it ships no types

    bottle.run(app, port=1, reloader=True)
elif KIND == "wsgiref":
    from wsgiref.simple_server import make_server as make_plain_server

    with make_plain_server("", 1, app) as plain_server:
        plain_server.serve_forever()
elif KIND == "gevent":
    from gevent.pywsgi import WSGIServer

    WSGIServer(("", 1), app).serve_forever()
elif KIND == "gevent start":
    from gevent import wait
    from gevent.pywsgi import WSGIServer

    WSGIServer(("", 1), app).start()
    wait()
elif KIND == "a thread":
    thread = threading.Thread(target=app.run, kwargs={"port": 1})
    thread.start()
    thread.join()
print("the server has ended", flush=True)
