"""A museum at night: guards log in once, and show a token at every door."""

from datetime import timedelta

import jwt
from flask import Flask, request
from flask_jwt_extended import JWTManager, create_access_token, get_jwt, get_jwt_identity, jwt_required

app = Flask(__name__)
KEY = app.config["JWT_SECRET_KEY"] = "printed-here-for-everybody-to-read"
manager = JWTManager(app)

STAFF = {"Ada": "guard", "Grace": "director", "Linus": "visitor"}

PAGE = """<!doctype html><html lang="en"><title>Museum</title><h1>The museum at night</h1>
<form method="post" action="/login"><select name="name" aria-label="Name">
<option>Ada<option>Grace<option>Linus</select> <button>Log in</button></form>
<p>With the token in the header Authorization: <a href="/hall">the hall</a>,
<a href="/vault">the vault</a>, <a href="/side-door">the side door</a>.</p>"""


@app.get("/")
def home():
    return PAGE


@app.post("/login")
def login():
    name = request.form["name"]
    claims = {"role": STAFF[name]}
    night = timedelta(hours=float(request.form.get("hours", 8)))
    return {"ticket": create_access_token(name, additional_claims=claims, expires_delta=night)}


@app.get("/hall")
@jwt_required()
def hall():
    return {"name": get_jwt_identity(), "role": get_jwt()["role"]}


@app.get("/vault")
@jwt_required()
def vault():
    role = get_jwt()["role"]  # as it was at the login
    return {"open": role != "visitor"}


@app.post("/logout")
@jwt_required()
def logout():
    return {"bye": get_jwt_identity()}


@app.get("/side-door")
def side_door():
    """The same check by hand, with PyJWT alone."""
    token = request.headers.get("Authorization", "").replace("Bearer ", "")
    try:
        claims = jwt.decode(token, KEY, algorithms=["HS256"])
    except jwt.InvalidTokenError as problem:
        return {"refused": str(problem)}, 401
    return {"name": claims["sub"], "role": claims["role"]}
