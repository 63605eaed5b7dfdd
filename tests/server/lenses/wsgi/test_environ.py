"""Tests of the environ in the WSGI lens."""

from dataclasses import replace

from server.lenses.wsgi import lens as wsgi
from server.model.event import Event
from tests.support.lenses import sample_events as s
from tests.support.lenses.view_lines import lines


def test_the_environ_is_grouped_and_explained() -> None:
    """Request, headers, server, wsgi.*, and additions; each name is in its group."""
    found = lines(wsgi.LENS, s.exchange(s.arrival(path="/a"), s.closing()))
    for group, name in (
        ("The request  2", "PATH_INFO: '/a'"),
        ("Headers, as HTTP_ names  1", "HTTP_HOST: 'localhost:5000'"),
        ("The server and the client  1", "SERVER_NAME: 'localhost'"),
        ("wsgi.*: what the standard adds  2", "wsgi.version: (1, 0)"),
        ("Added by the server or a middleware  1", "waitress.client_disconnected: <bound method>"),
    ):
        assert group in found
        assert found.index(group) < found.index(name)
    assert "Where errors are written." in str(
        wsgi.LENS.present(s.exchange(environ_with("wsgi.errors"))).blocks
    )


def environ_with(name: str) -> Event:
    """Return a request event with one entry in its environ."""
    return replace(s.arrival(), body={"phase": "request", "environ": {name: s.value("x")}})
