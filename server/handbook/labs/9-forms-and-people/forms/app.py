"""A village fair: people enter a cake for the contest, with a picture of it, and vote."""

from flask import Flask, render_template_string, request
from flask_wtf import FlaskForm
from flask_wtf.file import FileAllowed, FileField
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, Length, NumberRange

app = Flask(__name__)
app.config["SECRET_KEY"] = "printed-for-all-to-read"


class Entry(FlaskForm):
    baker = StringField("Baker", [InputRequired(), Length(max=20)])
    eggs = IntegerField("Eggs", [NumberRange(0, 12)])
    picture = FileField("Picture", [FileAllowed(["jpg", "png"])])


PAGE = """<!doctype html><html lang="en"><title>Fair</title><h1>The cake contest</h1>
<form method="post" enctype="multipart/form-data">{{ form.hidden_tag() }}
{% for field in (form.baker, form.eggs, form.picture) %}<p>{{ field.label }} {{ field }}
{% for error in field.errors %}<strong>{{ error }}</strong>{% endfor %}</p>{% endfor %}
{% if form.csrf_token %}<p>{{ form.csrf_token.errors|join(" ") }}</p>{% endif %}
<button>Enter</button></form>"""


@app.get("/")
def home():
    return """<!doctype html><html lang="en"><title>Fair</title><h1>The fair</h1>
<p><a href="/enter">Enter a cake</a></p><form method="post" action="/vote">
<input name="cake" value="Lemon" aria-label="Cake"> <button>Vote</button></form>"""


@app.route("/enter", methods=["GET", "POST"])
def enter():
    form = Entry()
    if form.validate_on_submit():
        picture = form.picture.data
        return {"baker": form.baker.data, "eggs": form.eggs.data, "picture": picture and picture.filename}
    return render_template_string(PAGE, form=form), 400 if form.errors else 200


@app.post("/vote")
def vote():
    return {"voted": request.form["cake"]}
