"""Cookies that browsers reject, and cookies like them that browsers keep."""

from flask import Flask, Response

app = Flask(__name__)
app.config["MAX_COOKIE_SIZE"] = 0  # no warning of Werkzeug


def _with_cookie(name: str, value: str = "x", **attributes: str | bool) -> Response:
    response = Response("ok")
    response.set_cookie(name, value, **attributes)  # type: ignore[arg-type]  # by name
    return response


@app.get("/large")
def large() -> Response:
    """Set one byte too much."""
    return _with_cookie("large", "x" * (4097 - len("large")))


@app.get("/just-fits")
def just_fits() -> Response:
    """Set as much as is allowed."""
    return _with_cookie("large", "x" * (4096 - len("large")))


@app.get("/none")
def none() -> Response:
    """Set a cookie for other sites that is not secure."""
    return _with_cookie("other", samesite="None")


@app.get("/none-secure")
def none_secure() -> Response:
    """Set a cookie for other sites that is secure."""
    return _with_cookie("other", samesite="None", secure=True)


@app.get("/partitioned")
def partitioned() -> Response:
    """Set a cookie of its own for each site that embeds this one, and not a secure one."""
    response = Response("ok")
    response.headers["Set-Cookie"] = "apart=x; Path=/; Partitioned"
    return response


@app.get("/partitioned-secure")
def partitioned_secure() -> Response:
    """Set the same as a secure one."""
    response = Response("ok")
    response.headers["Set-Cookie"] = "apart=x; Path=/; Secure; Partitioned"
    return response


@app.get("/prefix")
def prefix() -> Response:
    """Break the rule of the prefix."""
    return _with_cookie("__Host-id", secure=True, path="/prefix")


@app.get("/prefix-kept")
def prefix_kept() -> Response:
    """Keep the rule of the prefix."""
    return _with_cookie("__Host-id", secure=True)


@app.get("/foreign")
def foreign() -> Response:
    """Set a cookie for another host."""
    return _with_cookie("id", domain="example.com")


@app.get("/own")
def own() -> Response:
    """Set a cookie for this host, and delete one of another."""
    response = _with_cookie("id")
    response.delete_cookie("old", domain="example.com")
    return response
