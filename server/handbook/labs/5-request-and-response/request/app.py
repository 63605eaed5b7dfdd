"""A bakery's order desk: it answers with what it found inside the request."""

from flask import Blueprint, Flask, request

app = Flask(__name__)
kitchen = Blueprint("kitchen", __name__, url_prefix="/kitchen")

NAMES = ["args", "form", "files", "cookies", "values", "data"]

PAGE = """<!doctype html><html lang="en"><title>Bakery</title><h1>The bakery's order desk</h1>
<form method="post" action="/order?table=4"><label>Loaf <input name="loaf" value="rye"></label>
<button>Order</button> <button formmethod="get">Order by GET</button></form>
<form method="post" action="/order" enctype="multipart/form-data">
<label>Photo of a cake <input type="file" name="cake"></label> <button>Send</button></form>
<ul><li><a href="/order?loaf=rye&amp;loaf=spelt&amp;count=2">Two loaves in one query</a></li>
<li><a href="/kitchen/">Into the kitchen</a></li>
<li><a href="/cellar">Into a cellar that is not there</a></li>
<li><a href="/has/is_json">Is there a request.is_json?</a></li></ul>"""


@app.get("/")
def home():
    return PAGE


def where():
    rule = request.url_rule and request.url_rule.rule
    refused = request.routing_exception and type(request.routing_exception).__name__
    return {"endpoint": request.endpoint, "blueprint": request.blueprint, "rule": rule, "refused": refused}


@app.route("/order", methods=["GET", "POST", "PUT", "PATCH", "DELETE"])
def order():
    return {
        "args": request.args.to_dict(flat=False),
        "form": request.form.to_dict(flat=False),
        "values": request.values.to_dict(flat=False),
        "files": [file.filename for file in request.files.values()],
        "data": request.data.decode(),
        "json": request.get_json(silent=True),
        "types": {name: type(getattr(request, name)).__name__ for name in NAMES},
        "where": where(),
    }


@app.route("/bill")
def bill():
    return {"loaf": request.args["loaf"]}


@app.route("/gift", methods=["POST"])
def gift():
    return {"for": request.form["name"]}


@app.route("/recipe", methods=["POST"])
def recipe():
    return {"recipe": request.json}


@app.route("/table")
def table():
    return {"header": request.headers.get("x-table"), "environ": request.environ.get("HTTP_X_TABLE")}


@app.route("/has/<name>")
def has(name):
    return {"name": name, "exists": name in dir(request), "where": where()}


@kitchen.route("/")
def inside():
    return where()


@app.errorhandler(404)
def lost(error):
    return where(), 404


app.register_blueprint(kitchen)
