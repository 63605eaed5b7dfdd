"""The views of a bakery: what the web asks for goes to the model, what comes of it goes to a page."""

from flask import Flask, render_template, request
from model import Order, open_orders

app = Flask(__name__, template_folder="pages")


@app.get("/")
def home():
    return render_template("home.html")


@app.get("/orders")
def orders():
    rows = [(order, order.total()) for order in open_orders()]
    return render_template("orders.html", rows=rows)


@app.get("/orders-late")
def orders_late():
    return render_template("late.html", orders=open_orders())


@app.get("/orders-tidy")
def orders_tidy():
    return render_template("tidy.html", orders=open_orders())


@app.post("/order")
def order():
    wanted = Order(request.form["customer"], request.form["loaf"], int(request.form["count"]))
    try:
        wanted.check()
    except ValueError as error:
        return {"refused": str(error)}, 400
    return {"ordered": wanted.count}


@app.post("/order-quickly")
def order_quickly():
    return {"ordered": int(request.form["count"])}


@app.get("/ping")
def ping():
    return "pong"


@app.get("/nothing")
def nothing():
    return None
