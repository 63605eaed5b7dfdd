"""The first page: send a request and see its inside, what was open, what there is to learn, what is new."""

from flask import Blueprint, render_template

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def index() -> str:
    """Home."""
    return render_template("home/index.html")
