"""The second framework: Bottle."""

from bottle import Bottle, request, response

app = Bottle()


@app.route("/hello/<name>")
def hello(name: str) -> str:
    """Greets, and remembers."""
    response.set_cookie("name", name, path="/")
    return f"Hello {name}, {request.query.get('mood', 'calm')}"


@app.route("/crash")
def crash() -> str:
    """Bottle answers 500 by itself."""
    raise KeyError("bottle")
