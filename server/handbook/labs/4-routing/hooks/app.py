"""A swimming pool: who comes in passes the turnstile and the shower, who leaves returns a towel."""

from flask import Blueprint, Flask, abort, g, request, stream_with_context

app = Flask(__name__)
sauna = Blueprint("sauna", __name__, url_prefix="/sauna")

PAGE = """<!doctype html><html lang="en"><title>Pool</title><h1>The swimming pool</h1><ul>
<li><a href="/sauna/">Through the pool into the sauna</a></li>
<li><a href="/sauna/?ticket=none">The same without a ticket</a></li>
<li><a href="/?season=yes">In with a season ticket</a></li>
<li><a href="/dive">Dive where it is shallow</a> and <a href="/run">run where it is wet</a></li>
<li><a href="/lengths">Three lengths, told as they are swum</a></li></ul>"""


@app.before_request
def turnstile():
    if request.args.get("ticket") == "none":
        return "Please buy a ticket.", 403
    if "season" in request.args:
        return True  # meant as: let them in
    return None


@app.before_request
def shower():
    g.clean = True


@sauna.before_request
def undress():
    g.towel = "around the shoulders"


@sauna.after_request
def cool_down(response):
    return response


@app.after_request
def return_towel(response):
    response.headers["X-Towel"] = "returned"
    return response


@app.after_request
def wave(response):
    response.headers["X-Wave"] = "goodbye"
    return response


@app.teardown_request
def mop(error):
    app.logger.warning("accident: %s", error)


@app.get("/")
def pool():
    return PAGE


@sauna.get("/")
def sit():
    return "Ninety degrees."


@app.get("/dive")
def dive():
    raise ValueError("too shallow")


@app.get("/run")
def run():
    raise RuntimeError("slipped")


@app.errorhandler(RuntimeError)
def first_aid(error):
    return f"A plaster for whoever {error}.", 409


@app.get("/lengths")
def lengths():
    return app.response_class(stream_with_context(f"Length {number}.\n" for number in (1, 2, 3)))


@app.get("/has/<name>")
def has(name):
    return {"there": name} if hasattr(app, name) else abort(404)


app.register_blueprint(sauna)
