"""What is said about Marshmallow, decided in a theatre's box office."""

import json
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Observation, Seen, claim


def order(**changed: Any) -> dict[str, Any]:
    """A booking that is right, but for what is changed."""
    return {"name": "Ada", "seats": 2, "email": "ada@example.org", **changed}


def told(seen: Seen) -> str:
    """The answer, in a sentence."""
    return f"The answer was {seen.status_line}: {json.dumps(seen.json())}"


@claim(
    "dump-checks",
    "`dump` checks the values against the schema's validators before they go out.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "return BOOKING.dump(OLD)": (
                'return BOOKING.load({"name": OLD.name, "seats": OLD.seats, "email": OLD.email})'
            )
        }
    ),
)
def dump_checks(bench: Bench) -> Observation:
    seen = bench.send("GET", "/bookings/7")
    return Observation(holds=seen.status == 422, because=told(seen))


@claim(
    "unknown-left-out",
    "`load` leaves out fields that the schema does not know.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"BOOKING = BookingSchema()": 'BOOKING = BookingSchema(unknown="exclude")'}),
)
def unknown_left_out(bench: Bench) -> Observation:
    seen = bench.send("POST", "/bookings", json=order(discount=100))
    return Observation(holds=seen.status == 201, because=told(seen))


@claim(
    "load-gives-a-pair",
    "`load` returns two things, the data and the errors.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"found = BOOKING.load(request.get_json())": "found = BOOKING.load(request.get_json()), {}"}
    ),
)
def load_gives_a_pair(bench: Bench) -> Observation:
    found = bench.send("POST", "/loaded", json=order()).json()
    return Observation(
        holds=found["type"] == "tuple", because=f"load gave a {found['type']}: {found['value']}"
    )


@claim(
    "load-gives-objects",
    "`load` gives an object of your class.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {
            "BOOKING = BookingSchema()": (
                "from marshmallow import post_load\n\n\n"
                "class Making(BookingSchema):\n"
                "    @post_load\n"
                "    def make(self, data, **kwargs):\n"
                "        return Booking(number=8, **data)\n\n\n"
                "BOOKING = Making()"
            )
        }
    ),
)
def load_gives_objects(bench: Bench) -> Observation:
    found = bench.send("POST", "/loaded", json=order()).json()
    return Observation(
        holds=found["type"] == "Booking", because=f"load gave a {found['type']}: {found['value']}"
    )


@claim(
    "all-errors-at-once",
    "`load` reports all fields that are wrong, not only the first of them.",
    expect=HOLDS,
    counter=Counter({'{"errors": error.messages}': '{"errors": dict(list(error.messages.items())[:1])}'}),
)
def all_errors_at_once(bench: Bench) -> Observation:
    seen = bench.send("POST", "/bookings", json=order(seats=0, email="nobody", name=""))
    errors = seen.json()["errors"]
    return Observation(
        holds=set(errors) == {"seats", "email", "name"},
        because=f"Name, seats and email were wrong. The answer names {len(errors)}: {json.dumps(errors)}",
    )


@claim(
    "required-by-default",
    "Every field of a schema must be there unless it is marked as optional.",
    expect=FAILS,
    mistake=True,
    counter=Counter({"wish = fields.String()": "wish = fields.String(required=True)"}),
)
def required_by_default(bench: Bench) -> Observation:
    seen = bench.send("POST", "/bookings", json=order())
    return Observation(holds=seen.status == 422, because=f"A booking without `wish` was sent. {told(seen)}")


@claim(
    "null-refused",
    "A field like `wish = fields.String()` may be left out, and still refuses `null`.",
    expect=HOLDS,
    counter=Counter({"wish = fields.String()": "wish = fields.String(allow_none=True)"}),
)
def null_refused(bench: Bench) -> Observation:
    seen = bench.send("POST", "/bookings", json=order(wish=None))
    return Observation(holds=seen.status == 422, because=f'"wish": null was sent. {told(seen)}')


@claim(
    "text-becomes-number",
    'An `Integer` field takes the text `"2"` and makes the number 2 of it.',
    expect=HOLDS,
    counter=Counter({"seats = fields.Integer(": "seats = fields.Integer(strict=True, "}),
)
def text_becomes_number(bench: Bench) -> Observation:
    seen = bench.send("POST", "/bookings", json=order(seats="2"))
    return Observation(
        holds=seen.status == 201 and seen.json()["seats"] == 2,
        because=f'"seats": "2" was sent. {told(seen)}',
    )


@claim(
    "load-only-stays",
    "A `load_only` field can be sent in, and never goes out.",
    expect=HOLDS,
    counter=Counter({"pin = fields.String(load_only=True)": "pin = fields.String()"}),
)
def load_only_stays(bench: Bench) -> Observation:
    kept = bench.send("POST", "/loaded", json=order(pin="1815")).json()["value"]
    seen = bench.send("POST", "/bookings", json=order(pin="1815"))
    return Observation(
        holds="1815" in kept and "1815" not in seen.text,
        because=f"load gave {kept}. {told(seen)}",
    )


@claim(
    "links",
    "`ma.URLFor` makes the link by the app's own rules, from a value of the same object.",
    expect=HOLDS,
    counter=Counter({'"number": "<number>"}': '"number": 1}'}),
)
def links(bench: Bench) -> Observation:
    seen = bench.send("GET", "/bookings/7")
    page = seen.json()["page"]
    return Observation(
        holds=page == "/bookings/7", because=f"Booking {seen.json()['number']} went out with the page {page}."
    )
