"""What is in the box: distributions and what they need, as their own metadata say."""

from importlib.metadata import PackageNotFoundError, requires, version

from flask import Blueprint, abort, request

box = Blueprint("box", __name__)


@box.get("/<name>")
def unpack(name):
    try:
        return {"name": name, "version": version(name), "needs": requires(name) or []}
    except PackageNotFoundError:
        abort(404)


@box.get("/request/<name>")
def of_request(name):
    return {"name": name, "there": hasattr(request, name)}
