"""The second framework: Bottle."""

from bottle import Bottle, request, response  # type: ignore[import-untyped]  # it ships no types

app = Bottle()


@app.route("/hello/<name>")  # type: ignore[untyped-decorator]  # as above
def hello(name: str) -> str:
    """Greets, and remembers."""
    response.set_cookie("name", name, path="/")
    return f"Hello {name}, {request.query.get('mood', 'calm')}"


@app.route("/crash")  # type: ignore[untyped-decorator]  # as above
def crash() -> str:
    """Bottle answers 500 by itself."""
    raise KeyError("bottle")
