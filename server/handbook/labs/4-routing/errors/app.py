"""A parcel shop: what cannot be handed over is refused, in HTML at the counter and in JSON below /api."""

from flask import Blueprint, Flask, abort, request
from werkzeug.exceptions import HTTPException

app = Flask(__name__)
abroad = Blueprint("abroad", __name__, url_prefix="/abroad")

PARCELS = {"7": {"for": "Ada", "due": 0}, "8": {"for": "Grace", "due": 12}}
REFUSED = {"atlantis": 410, "utopia": 403, "narnia": 404}
TRY = ["/parcels/7", "/parcels/8", "/parcels/9", "/api/parcels/9", "/letters/9", "/price/90/0", "/stamps",
       "/refuse/410", "/refuse/204", "/abroad/atlantis", "/abroad/utopia", "/abroad/narnia"]  # fmt: skip


@app.get("/")
def home():
    items = "".join(f'<li><a href="{path}">{path}</a></li>' for path in TRY)
    return f'<!doctype html><html lang="en"><title>Parcels</title><h1>The parcel shop</h1><ul>{items}</ul>'


@app.get("/parcels/<number>")
@app.get("/api/parcels/<number>")
def parcel(number):
    if number not in PARCELS:
        abort(404, f"We have no parcel {number}.")
    app.logger.warning("going to the shelf")
    if PARCELS[number]["due"]:
        abort(403)
    return PARCELS[number]


@app.get("/letters/<number>")
def letter(number):
    try:
        abort(404, f"We have no letter {number}.")
    except Exception:
        return "Our computer is down.", 503


@app.get("/price/<int:cents>/<int:kilos>")
def price(cents, kilos):
    return f"{cents / kilos} a kilo"


@app.get("/stamps")
def stamps():
    return "Stamps left: " + 3


@app.get("/refuse/<int:code>")
def refuse(code):
    abort(code)


@abroad.get("/<country>")
def send_abroad(country):
    abort(REFUSED[country])


@app.errorhandler(ArithmeticError)
def recount(error):
    return "We could not work that out.", 400


@app.errorhandler(ZeroDivisionError)
def weigh_again(error):
    return "Every parcel weighs something.", 400


@app.errorhandler(403)
def customs_due(error):
    return "Please pay the customs duty first."


@app.errorhandler(HTTPException)
def explain(error):
    if request.path.startswith("/api/"):
        return {"error": error.name, "why": error.description}, error.code
    return error  # Flask's own page


@abroad.errorhandler(404)
def no_such_country(error):
    return "We do not know that country.", 404


@abroad.errorhandler(Exception)
def sorry(error):
    return "Something went wrong at our end.", 500


app.register_blueprint(abroad)
