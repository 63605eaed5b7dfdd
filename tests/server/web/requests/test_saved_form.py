"""Tests of saving the form of the composer, and of opening it again."""

import pytest
from flask import Flask
from flask_babel import Babel
from werkzeug.datastructures import MultiDict

from server.model.problem import Problem
from server.runner.redaction.known_secrets import KNOWN_SECRETS
from server.runner.requests.collection.http_file import SavedRequest
from server.web.requests.saved_form import RequestToSave, form_of_saved, to_save


def made(*fields: tuple[str, str]) -> RequestToSave | Problem:
    """Return what is to be written for a form."""
    app = Flask(__name__)
    Babel(app)
    with app.test_request_context():
        return to_save(MultiDict(fields), "Title", "/rule")


def saved(*fields: tuple[str, str]) -> RequestToSave:
    """Return what is to be written for a form that can be saved."""
    found = made(*fields)
    assert isinstance(found, RequestToSave)
    return found


def row(kind: str, name: str, value: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of one row."""
    return (f"{kind}-name", name), (f"{kind}-value", value)


def test_every_part_is_saved_and_comes_back() -> None:
    """Path and query, headers, cookies, and the fields of a form with their variables."""
    found = saved(
        ("method", "post"),
        ("url", "http://localhost:5000/a?x={{x}}"),
        *row("query", "q", "a b"),
        *row("headers", "X-A", "1"),
        *row("cookies", "theme", "{{theme}}"),
        *row("form", "name", "Å & {{name}}"),
    )
    assert found.request == SavedRequest(
        method="POST",
        target="/a?x={{x}}&q=a+b",
        title="Title",
        rule="/rule",
        headers=(
            ("X-A", "1"),
            ("Cookie", "theme={{theme}}"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ),
        body="name=%C3%85+%26+{{name}}",
    )
    assert found.replaced == ()
    form = form_of_saved(found.request)
    assert (form.method, form.url) == ("POST", "/a?x={{x}}&q=a+b")
    assert form.headers == (("X-A", "1"),)
    assert form.cookies == (("theme", "{{theme}}"),)
    assert form.form == (("name", "Å & {{name}}"),)


@pytest.mark.parametrize(
    ("fields", "text", "replaced"),
    [
        (row("headers", "X-Api-Key", "hunter22"), "X-Api-Key: {{X-Api-Key}}", ("X-Api-Key",)),
        (row("cookies", "session", "hunter22"), "session={{session}}", ("session",)),
        (row("form", "password", "hunter22"), "password={{password}}", ("password",)),
        (row("query", "token", "hunter22"), "token={{token}}", ("token",)),
        ((("url", "/a?api_key=hunter22&b=1"),), "/a?api_key={{api_key}}&b=1", ("api_key",)),
        ((("json", '{"a": 1, "password" : "hunter22"}'),), '"password" : "{{password}}"', ("password",)),
        ((("auth", "bearer"), ("auth-token", "hunter22")), "Bearer {{token}}", ("token",)),
        (
            (("auth", "basic"), ("auth-user", "ada"), ("auth-password", "hunter22")),
            "Basic ada {{password}}",
            ("password",),
        ),
    ],
)
@pytest.mark.hardness("leaked-secret")
def test_no_secret_is_written(
    fields: tuple[tuple[str, str], ...], text: str, replaced: tuple[str, ...]
) -> None:
    """A variable stands in its place, and is named."""
    found = saved(*fields)
    whole = repr(found.request).replace("('X-Api-Key', '", "X-Api-Key: ")
    assert "hunter22" not in whole
    assert text in whole.replace("\\'", "'")
    assert found.replaced == replaced


def test_a_login_comes_back_as_one() -> None:
    """The fields of the tab Login; credentials of another kind stay a header."""
    basic = form_of_saved(
        SavedRequest(method="GET", target="/", headers=(("Authorization", "Basic ada {{password}}"),))
    )
    assert (basic.user, basic.password, basic.headers) == ("ada", "{{password}}", ())
    bearer = form_of_saved(SavedRequest(method="GET", target="/", headers=(("Authorization", "Bearer t"),)))
    assert (bearer.bearer, bearer.headers) == ("t", ())
    other = form_of_saved(SavedRequest(method="GET", target="/", headers=(("Authorization", "Basic YTpi"),)))
    assert other.headers == (("Authorization", "Basic YTpi"),)


@pytest.mark.parametrize(
    ("kind", "json", "raw", "headers"),
    [
        ("application/json", "{}", "", ()),
        ("application/vnd.api+json", "{}", "", (("Content-Type", "application/vnd.api+json"),)),
        ("text/csv", "", "{}", (("Content-Type", "text/csv"),)),
    ],
)
def test_a_body_comes_back_in_its_tab(
    kind: str, json: str, raw: str, headers: tuple[tuple[str, str], ...]
) -> None:
    """The type is a header only where the tab does not set it."""
    form = form_of_saved(
        SavedRequest(method="POST", target="/", headers=(("Content-Type", kind),), body="{}")
    )
    assert (form.json, form.raw, form.headers) == (json, raw, headers)


@pytest.mark.parametrize(
    ("fields", "cause"),
    [
        ((("method", "A B"),), "cannot be the method"),
        ((("url", "http://elsewhere.example/"),), "not on this machine"),
        ((("files-name", "doc"),), "files cannot be saved"),
        (row("headers", "a name", "1"), "cannot be written as a text file"),
        ((("raw", "### x\nGET /y"),), "cannot be written as a text file"),
        ((("raw", "the known-secret-value is here"),), "value of a secret variable"),
    ],
)
def test_what_cannot_be_saved_is_told(fields: tuple[tuple[str, str], ...], cause: str) -> None:
    """With what to do instead."""
    KNOWN_SECRETS.keep("a test", ("known-secret-value",))
    found = made(*fields)
    assert isinstance(found, Problem)
    assert cause in found.cause
    assert found.remedy
