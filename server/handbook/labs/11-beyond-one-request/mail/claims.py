"""What is said about Flask-Mail, decided in a bicycle workshop; every message is caught over SMTP."""

from collections.abc import Mapping
from typing import Any

from server.handbook.experiment import FAILS, HOLDS, Bench, Counter, Event, Observation, Seen, claim

CUSTOMER = "ada@riders.example"
INJECTED = "Reply-To: thief@elsewhere.example"
BREAKS = ("\r\n", "\n", "\r")

# What becomes of a message whose head is put together by hand.
BY_HAND = """import smtplib

        head = f"From: post@workshop.example\\r\\nSubject: {subject}\\r\\n\\r\\n"
        with smtplib.SMTP("smtp.workshop.example") as client:
            client.sendmail("post@workshop.example", "post@workshop.example", head + text)"""

# The message goes on its way in a thread, and the answer does not wait for it.
IN_A_THREAD = """import threading

    def deliver():
        with app.app_context():
            mail.send(message)

    threading.Thread(target=deliver).start()
    return {"told": request.form["to"]}"""


def told(bench: Bench) -> Seen:
    """The exchange in which the customer is told."""
    return bench.send("POST", "/ready", form={"to": CUSTOMER})


def first(seen: Seen, kind: str) -> Event:
    """The first event of a kind, with its times."""
    return next(event for event in seen.exchange.events if event.kind == kind)


def people(body: Mapping[str, Any]) -> str:
    """Everybody whom the message itself names."""
    return ", ".join([*body["to"], *body["cc"]])


@claim(
    "finds-the-server",
    "Flask-Mail finds the mail server of the person it writes to.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'MAIL_SERVER="smtp.workshop.example"': 'MAIL_SERVER="smtp.riders.example"'}),
)
def finds_the_server(bench: Bench) -> Observation:
    body = told(bench).of("mail")
    home = CUSTOMER.partition("@")[2]
    return Observation(
        holds=body["server"].endswith(home),
        because=f"For {CUSTOMER} it asked for {body['server']}, port {body['port']}.",
    )


@claim(
    "tls-begins-in-the-clear",
    "With MAIL_USE_TLS = True the first bytes of the connection are not encrypted.",
    expect=HOLDS,
    counter=Counter({"MAIL_USE_TLS=True": "MAIL_USE_SSL=True"}),
)
def tls_begins_in_the_clear(bench: Bench) -> Observation:
    body = told(bench).of("mail")
    said = {
        "starttls": "a connection in the clear, and then for STARTTLS",
        "ssl": "TLS from the start",
        "none": "no TLS at all",
    }
    return Observation(
        holds=body["security"] == "starttls",
        because=f"It asked port {body['port']} for {said[body['security']]}.",
    )


@claim(
    "bcc-is-hidden",
    "Who stands in bcc gets the message, and nothing in the message says so.",
    expect=HOLDS,
    counter=Counter({'bcc=["books@office.example"]': 'cc=["books@office.example"]'}),
)
def bcc_is_hidden(bench: Bench, *, hidden: str = "books@office.example") -> Observation:
    seen = told(bench)
    body = seen.of("mail")
    return Observation(
        holds=hidden in body["recipients"] and hidden not in people(body),
        because=f"The envelope was addressed to {', '.join(body['recipients'])}; "
        f"the message names {people(body)}.",
        shown=seen,
    )


@claim(
    "two-messages",
    "A message with a body and html is sent twice, once as text and once as a page.",
    expect=FAILS,
    mistake=True,
    counter=Counter(
        {"    mail.send(message)\n    return": "    mail.send(message)\n    mail.send(message)\n    return"}
    ),
)
def two_messages(bench: Bench) -> Observation:
    sent = told(bench).all_of("mail")
    kinds = " and ".join(part["type"] for part in sent[0]["parts"])
    return Observation(
        holds=len(sent) > 1,
        because=f"The request sent {len(sent)} of them, the first of which holds {kinds}.",
    )


@claim(
    "in-the-background",
    "mail.send works in the background, so that the visitor does not wait for the mail server.",
    expect=FAILS,
    mistake=True,
    counter=Counter({'mail.send(message)\n    return {"told": request.form["to"]}': IN_A_THREAD}),
)
def in_the_background(bench: Bench) -> Observation:
    seen = told(bench)
    view = first(seen, "view")
    during = [event for event in seen.exchange.events if event.kind == "mail"]
    if not during:
        return Observation(
            holds=True,
            because="The view answered, and no message was sent within the request.",
            shown=seen,
        )
    mail = during[0]
    took = mail.took or 0.0
    inside = view.at <= mail.at and mail.at + took <= view.at + (view.took or 0.0)
    return Observation(
        holds=not inside,
        because=f"The conversation about the message took {took:.1f} ms, and lay "
        f"{'inside' if inside else 'outside of'} the {view.took or 0.0:.1f} ms of the view.",
        shown=seen,
    )


@claim(
    "sender-is-needed",
    "A message without a sender is refused before anything is sent.",
    expect=HOLDS,
    counter=Counter({"MAIL_PORT=587,": 'MAIL_PORT=587,\n    MAIL_DEFAULT_SENDER="post@workshop.example",'}),
)
def sender_is_needed(bench: Bench) -> Observation:
    seen = bench.send("POST", "/unsigned")
    refused, sent = seen.json()["refused"], seen.all_of("mail")
    return Observation(
        holds=refused is not None and not sent,
        because=f"It said: {refused}. Messages sent: {len(sent)}."
        if refused
        else f"It was sent, from {sent[0]['sender']}.",
    )


@claim(
    "subject-adds-nothing",
    "No visitor can add a header to the message by putting a line break into its subject.",
    expect=HOLDS,
    counter=Counter({"mail.send(message)\n    except": f"{BY_HAND}\n    except"}),
)
def subject_adds_nothing(bench: Bench) -> Observation:
    tries = [
        bench.send("POST", "/ask", form={"subject": f"A flat tyre{ending}{INJECTED}", "text": "Hello"})
        for ending in BREAKS
    ]
    sent = [body for seen in tries for body in seen.all_of("mail")]
    names = [name for body in sent for name, _ in body["headers"]]
    return Observation(
        holds="Reply-To" not in names,
        because="Tried with each kind of line break, the answers were "
        f"{', '.join(str(seen.status) for seen in tries)}; "
        + (f"what was sent had the headers {', '.join(names)}." if sent else "no message was sent."),
        shown=tries[0],
    )


@claim(
    "testing-set-late",
    "Setting app.testing = True at the beginning of a test keeps Flask-Mail from sending.",
    expect=FAILS,
    mistake=True,
    counter=Counter(when="before"),
)
def set_late(bench: Bench, *, when: str = "after") -> Observation:
    seen = bench.send("POST", "/rehearse", form={"when": when})
    sent = len(seen.all_of("mail"))
    return Observation(
        holds=not sent,
        because=f"With TESTING set {when} Mail(app) was called, "
        f"{'a message' if sent else 'no message'} went out.",
        shown=seen,
    )
