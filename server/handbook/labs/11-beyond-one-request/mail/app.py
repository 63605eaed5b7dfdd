"""A bicycle workshop that writes to its customers."""

from flask import Flask, render_template_string, request
from flask_mail import BadHeaderError, Mail, Message

app = Flask(__name__)
app.config.update(
    MAIL_SERVER="smtp.workshop.example",
    MAIL_PORT=587,
    MAIL_USE_TLS=True,
)
mail = Mail(app)
OURS = ("The workshop", "post@workshop.example")

PAGE = """<!doctype html><html lang="en"><title>Workshop</title><h1>The bicycle workshop</h1>
<form method="post" action="/ready"><input name="to" value="ada@riders.example" aria-label="Customer">
<button>Tell that the bicycle is ready</button></form>
<form method="post" action="/ask"><input name="subject" value="A flat tyre" aria-label="Subject">
<input name="text" value="When do you open?" aria-label="Question"> <button>Ask the workshop</button></form>
<form method="post" action="/unsigned"><button>Send a note without a sender</button></form>
<form method="post" action="/rehearse"><button name="when" value="after">Rehearse</button></form>"""


@app.get("/")
def home():
    return render_template_string(PAGE)


@app.post("/ready")
def ready():
    message = Message(
        "Your bicycle is ready",
        sender=OURS,
        recipients=[request.form["to"]],
        bcc=["books@office.example"],
        body="It rolls again. We are open until six.",
        html="<p>It <b>rolls</b> again. We are open until six.</p>",
    )
    mail.send(message)
    return {"told": request.form["to"]}


@app.post("/ask")
def ask():
    subject, text = request.form["subject"], request.form["text"]
    message = Message(subject, sender=OURS, recipients=["post@workshop.example"], body=text)
    try:
        mail.send(message)
    except BadHeaderError:
        return {"asked": False}, 400
    return {"asked": True}


@app.post("/unsigned")
def unsigned():
    note = Message("Closed on Monday", recipients=["ada@riders.example"], body="We are at the sea.")
    try:
        mail.send(note)
    except AssertionError as error:
        return {"refused": str(error)}
    return {"refused": None}


@app.post("/rehearse")
def rehearse():
    """Send as a test would, with the switch set before or after the extension was made."""
    stage = Flask("stage")
    stage.config.update(app.config, TESTING=request.form["when"] == "before")
    stage_mail = Mail(stage)
    stage.testing = True
    with stage.app_context():
        stage_mail.send(Message("Hush", sender=OURS, recipients=["ada@riders.example"], body="A rehearsal."))
    return {"testing": stage.testing}
