"""A bakery's API: prices for everybody's pages, stock and orders for its own, accounts for whom?"""

from flask import Flask, jsonify, redirect, request, url_for
from flask_cors import CORS

app = Flask(__name__)
CORS(
    app,
    resources={
        "/prices": {"origins": "*", "send_wildcard": True},
        "/account": {"supports_credentials": True},  # the line from a forum
    },
)

PRICES = {"rye": 42, "wheat": 35}

PAGE = """<!doctype html><html lang="en"><title>Bakery</title><h1>Bakery</h1>
<p><a href="/prices">Prices</a>, <a href="/stock">stock</a>, <a href="/account">my account</a></p>
<form method="post" action="/login"><button>Log in as Ada</button></form>
<form method="post" action="/orders"><input name="bread" value="rye" aria-label="Bread">
<button>Order</button></form>"""


@app.get("/")
def home():
    return PAGE


@app.get("/prices")
def prices():
    return jsonify(PRICES)


@app.get("/stock")
def stock():
    return jsonify(rye=3, wheat=0)


@app.post("/orders")
def order():
    bread = (request.get_json(silent=True) or request.form).get("bread", "a surprise")
    return jsonify(ordered=bread), 201


@app.post("/login")
def login():
    response = redirect(url_for("account"))
    response.set_cookie("customer", "Ada", httponly=True, samesite="Lax")
    return response


@app.get("/account")
def account():
    return jsonify(customer=request.cookies.get("customer", "nobody"))
