"""Views that ask for what a request may lack."""

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect  # type: ignore[import-untyped]  # it has no stubs

app = Flask(__name__)
app.secret_key = "a key of this test alone"
app.config["WTF_CSRF_CHECK_DEFAULT"] = False
protect = CSRFProtect(app)


@app.post("/form")
def form() -> str:
    """Read a field of a form."""
    return request.form["name"]


@app.get("/query")
def query() -> str:
    """Read a value of the query."""
    return request.args["name"]


@app.post("/upload")
def upload() -> str:
    """Read an uploaded file."""
    return str(request.files["picture"].filename)


@app.post("/json")
def json() -> str:
    """Read JSON."""
    return str(request.json)


@app.post("/guarded")
def guarded() -> str:
    """Demand a CSRF token."""
    protect.protect()
    return "taken"


@app.get("/guarded/not")
def unguarded() -> str:
    """Demand none."""
    return "read"
