"""An app of another framework: Bottle."""

from bottle import Bottle, request, response  # type: ignore[import-untyped]  # it ships no types

app = Bottle()


@app.route("/hello/<name>")  # type: ignore[untyped-decorator]  # as above
def hello(name: str) -> str:
    """Answer, and set a cookie."""
    response.set_cookie("name", name, path="/")
    return f"Hello {name}, {request.query.get('mood', 'calm')}"


@app.route("/crash")  # type: ignore[untyped-decorator]  # as above
def crash() -> str:
    """Raise; Bottle itself answers 500."""
    raise KeyError("bottle")
