"""A theatre's box office: bookings come in as JSON, are checked, and go out as JSON."""

from dataclasses import dataclass

from flask import Flask, request
from flask_marshmallow import Marshmallow
from marshmallow import ValidationError, fields, validate

app = Flask(__name__)
ma = Marshmallow(app)

PAGE = """<!doctype html><html lang="en"><title>Box office</title><h1>The box office</h1><ul>
<li><a href="/bookings/7">An old booking</a>, as it was kept</li></ul>
<p>New ones are sent as JSON, by POST to <code>/bookings</code>:
<code>{"name": "Ada", "seats": 2, "email": "ada@example.org", "pin": "1815"}</code></p>"""


@dataclass
class Booking:
    number: int
    name: str
    seats: int
    email: str


class BookingSchema(ma.Schema):
    number = fields.Integer(dump_only=True)
    name = fields.String(required=True, validate=validate.Length(min=1))
    seats = fields.Integer(validate=validate.Range(1, 8))
    email = fields.Email(required=True)
    wish = fields.String()
    pin = fields.String(load_only=True)
    page = ma.URLFor("show", values={"number": "<number>"})


BOOKING = BookingSchema()
OLD = Booking(number=7, name="Grace", seats=40, email="grace, at home")  # kept before there was a check


@app.errorhandler(ValidationError)
def refused(error):
    return {"errors": error.messages}, 422


@app.get("/")
def home():
    return PAGE


@app.get("/bookings/<int:number>")
def show(number):
    return BOOKING.dump(OLD)


@app.post("/bookings")
def book():
    booking = BOOKING.load(request.get_json())
    return BOOKING.dump({"number": 8, **booking}), 201


@app.post("/loaded")
def loaded():
    found = BOOKING.load(request.get_json())
    return {"type": type(found).__name__, "value": repr(found)}
