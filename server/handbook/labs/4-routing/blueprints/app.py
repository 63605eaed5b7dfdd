"""A hotel of two houses: the rooms are drawn once, as a blueprint, and built twice."""

from flask import Blueprint, Flask, g, render_template, request, url_for

app = Flask(__name__)
rooms = Blueprint("rooms", __name__, url_prefix="/rooms", template_folder="rooms/templates",
                  static_folder="rooms/static")  # fmt: skip
minibar = Blueprint("minibar", __name__, url_prefix="/minibar")

TRY = ["/north/7", "/south/7", "/south/13", "/south/minibar/", "/south/signpost?to=.room",
       "/south/signpost?to=room", "/north/static/rules.txt", "/lift/13", "/annex"]  # fmt: skip


@app.get("/")
def lobby():
    return render_template("welcome.html", where="the hotel", doors=TRY)


@app.get("/lift/<int:floor>")
def lift(floor):
    raise LookupError(floor)


@app.get("/annex")
def annex():
    plan = Flask(__name__)  # a third house, only on paper
    try:
        plan.register_blueprint(rooms, url_prefix="/ground")
        plan.register_blueprint(rooms, url_prefix="/upper")
    except ValueError as error:
        return {"built": False, "why": str(error)}
    return {"built": True, "endpoints": sorted(plan.view_functions)}


@rooms.before_request
def knock():
    g.knocked_at = request.blueprint


@rooms.get("/<int:number>")
def room(number):
    if number == 13:
        raise LookupError(number)
    return render_template("welcome.html", where=f"room {number}")


@rooms.get("/signpost")
def signpost():
    return {"to": url_for(request.args["to"], number=7)}


@rooms.errorhandler(LookupError)
def no_such_number(error):
    return f"There is no {error} in this hotel.", 404


@minibar.before_request
def unlock():
    g.unlocked = True


@minibar.get("/")
def drinks():
    return {"endpoint": request.endpoint, "blueprints": request.blueprints, "rule": request.url_rule.rule}


rooms.register_blueprint(minibar)
app.register_blueprint(rooms, url_prefix="/north", name="north")
app.register_blueprint(rooms, url_prefix="/south", name="south")
