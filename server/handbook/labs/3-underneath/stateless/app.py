"""A pizzeria that takes orders in two steps: what is chosen first must still be known afterwards."""

from flask import Flask, redirect, render_template_string, request, session

app = Flask(__name__)
app.config["SECRET_KEY"] = "oregano"

PRICES = {"margherita": 9, "funghi": 11, "tartufo": 24}
menu = set(PRICES)
last_choice = None  # how one should not do it

PAGE = """<!doctype html><html lang="en"><title>Pizzeria</title><h1>The pizzeria</h1>
{% for name, price in prices.items() %}<p>{{ name }}, {{ price }}
<a href="/choose/{{ name }}">choose</a> · <a href="/bill/{{ name }}">to the bill</a></p>{% endfor %}
<p><a href="/order">What did I choose?</a></p>"""
BILL = """<!doctype html><html lang="en"><title>Bill</title><form method="post" action="/pay">
<input type="hidden" name="pizza" value="{{ pizza }}"><input type="hidden" name="price" value="{{ price }}">
<button>Pay {{ price }}</button></form>"""


@app.get("/")
def home():
    return render_template_string(PAGE, prices=PRICES)


@app.get("/choose/<pizza>")
def choose(pizza):
    global last_choice  # noqa: PLW0603 - the mistake that the page is about
    last_choice = session["pizza"] = pizza
    return redirect("/order")


@app.get("/order")
def order():
    return {"pizza": session.get("pizza")}


@app.get("/last-choice")
def ask_the_module():
    return {"pizza": last_choice}


@app.get("/who")
def who():
    return {"visitor": request.remote_addr}


@app.get("/bill/<pizza>")
def bill(pizza):
    return render_template_string(BILL, pizza=pizza, price=PRICES[pizza])


@app.post("/pay")
def pay():
    price = int(request.form["price"])
    return {"pizza": request.form["pizza"], "paid": price}


@app.route("/menu/<pizza>", methods=["GET", "PUT"])
def on_the_menu(pizza):
    if request.method == "PUT":
        menu.add(pizza)
    return {"pizza": pizza, "on the menu": pizza in menu}
