"""Events are redacted before they are published."""

import base64
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.model.event import REDACTED
from server.runner.channel.event_schemas import KINDS
from server.runner.redaction.events import OPEN_KINDS, redact_events, redact_text
from tests.support.runner import sample_events as sample

FORM = "application/x-www-form-urlencoded"


JSON = "application/json; charset=utf-8"


SECRET = "hunter2-Zz9"


def shown(*bodies: tuple[str, dict[str, Any]]) -> str:
    """Return the redacted events as one text."""
    found = redact_events([sample.event(kind, body, seq) for seq, (kind, body) in enumerate(bodies)])
    return json.dumps([event.body for event in found])


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("wsgi", sample.wsgi_request(headers=[["Authorization", f"Bearer {SECRET}"]])),
        ("wsgi", sample.wsgi_request(headers=[["x-api-key", SECRET]])),
        ("wsgi", sample.wsgi_request(headers=[["Referer", f"http://localhost/?token={SECRET}&a=1"]])),
        ("wsgi", sample.wsgi_request(query=f"a=1&api_key={SECRET}")),
        ("wsgi", sample.wsgi_request(environ={"HTTP_AUTHORIZATION": sample.described(f"'Basic {SECRET}'")})),
        ("wsgi", sample.wsgi_request(environ={"QUERY_STRING": sample.described(f"'token={SECRET}'")})),
        ("wsgi", sample.wsgi_close(input=sample.body(f"a=1&password={SECRET}", kind=FORM))),
        ("wsgi", sample.wsgi_close(input=sample.body(json.dumps({"a": {"token": SECRET}}), kind=JSON))),
        ("wsgi", sample.wsgi_close(input=sample.body('{"password": "' + SECRET, kind="application/json"))),
        ("wsgi", sample.wsgi_close(input=sample.body(
            f'--b\r\nContent-Disposition: form-data; name="password"\r\n\r\n{SECRET}\r\n--b--\r\n',
            kind="multipart/form-data; boundary=b",
        ))),
        ("view", sample.view(password=f"'{SECRET}'")),
        ("view", sample.view(form=f"ImmutableMultiDict([('password', '{SECRET}'), ('a', 'b')])")),
        ("view", sample.view(user=f"User(name='x', password='{SECRET}')")),
        ("view", sample.view(url=f"'postgresql://me:{SECRET}@db/x'")),
        ("template", {"context": {"config": sample.described(f"<Config {{'SECRET_KEY': '{SECRET}'}}>")}}),
        ("exception", sample.exception(f'    app.secret_key = "{SECRET}"')),
        ("exception", sample.exception("x", api_token=f"'{SECRET}'")),
        ("log", sample.log(f"calling with Authorization: Bearer {SECRET}")),
        ("log", sample.log(f"login password={SECRET} failed")),
        ("log", sample.log(f"{{'token': '{SECRET}'}}")),
        ("log", sample.log(f"KeyError: password='{SECRET}'")),
        ("response", sample.response(headers=[["X-Auth-Token", SECRET]])),
    ],
)  # fmt: skip
def test_secrets_are_redacted(kind: str, body: dict[str, Any]) -> None:
    """Wherever a name says that a value is secret, the value is gone."""
    before = json.dumps(body)
    assert SECRET in before
    after = shown((kind, body))
    assert SECRET not in after
    assert REDACTED in after or "***" in after


def test_a_secret_is_redacted_elsewhere_in_its_exchange() -> None:
    """The value of a password field is gone from logs, values and the response too."""
    after = shown(
        ("wsgi", sample.wsgi_request()),
        ("view", sample.view(value=f"'{SECRET}'")),
        ("log", sample.log(f"got {SECRET}!")),
        ("response", sample.response(body=sample.body(f"you said {SECRET}"))),
        ("wsgi", sample.wsgi_close(input=sample.body(f"password={SECRET}", kind=FORM))),
    )  # fmt: skip
    assert SECRET not in after
    assert "you said ***********" in after


def test_basic_credentials_are_redacted_decoded_too() -> None:
    """The password inside an Authorization header is redacted where it appears in clear."""
    header = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    after = shown(
        ("wsgi", sample.wsgi_request(headers=[["Authorization", header]])),
        ("log", sample.log(f"p {SECRET}")),
    )
    assert SECRET not in after
    assert "Basic [redacted]" in after
    assert "Basic [redacted]" in shown(
        ("wsgi", sample.wsgi_request(headers=[["Authorization", "Basic ###"]]))
    )


def test_sessions_and_cookies_are_not_redacted() -> None:
    """What the guest keeps in session and cookies is shown unchanged."""
    session = {"before": {"token": sample.described(f"'{SECRET}'")}, "after": {}}
    headers = [["Cookie", f"session={SECRET}; password={SECRET}"]]
    environ = {"HTTP_COOKIE": sample.described(f"'password={SECRET}'")}
    after = shown(("session", session), ("wsgi", sample.wsgi_request(headers=headers, environ=environ)))
    assert after.count(SECRET) == 4


def test_common_values_are_redacted_by_name_only() -> None:
    """A password that is a common word is not redacted all over the page."""
    after = shown(
        ("view", sample.view(password="'secret'")),
        ("response", sample.response(body=sample.body("a secret page"))),
    )
    assert "a secret page" in after
    assert '"password": {"type": "str", "repr": "[redacted]"' in after


def test_a_missing_secret_is_shown() -> None:
    """`SECRET_KEY` being None is what users need to see."""
    assert '"repr": "None"' in shown(("view", sample.view(SECRET_KEY="None")))


@pytest.mark.parametrize(
    "text",
    [
        "password = request.form['password']",
        "if token == expected:",
        "def login(password: str) -> None:",
        "secret_key=os.environ['KEY']",
    ],
)
def test_expressions_in_source_code_are_not_redacted(text: str) -> None:
    """In source lines only literals are secrets."""
    assert redact_text(text, literals_only=True) == text


@pytest.mark.parametrize(
    "text", ["password: wrong, try again", "the token, please", "see http://localhost:5000/a@b", "monkey=1"]
)
def test_prose_is_not_redacted(text: str) -> None:
    """Text that only mentions such a word is unchanged."""
    assert redact_text(text) == text


@given(st.text(max_size=200))
def test_no_text_makes_redaction_fail(text: str) -> None:
    """Redaction accepts any text."""
    redact_text(f"password='{text}'")
    redact_text(text)


def test_hostile_text_is_redacted_quickly() -> None:
    """No pattern needs long for half a megabyte."""
    started = time.monotonic()
    for text in (
        "token" * 100_000,
        "a:" * 250_000 + "key",
        "'" * 500_000 + "key=",
        "key=\\" * 100_000,
        "x://" * 125_000,
    ):
        redact_text(text)
    body = '--b\r\ncontent-disposition: form-data; name="a"\r\n' * 12_000
    redact_events(
        [sample.event("wsgi", sample.wsgi_close(input=sample.body(body, kind="multipart/form-data")))]
    )
    redact_events(
        [
            sample.event(
                "wsgi",
                sample.wsgi_close(input=sample.body('"' * 500_000, kind="application/json")),
            )
        ]
    )
    assert time.monotonic() - started < 60


def test_the_number_of_remembered_values_is_bounded() -> None:
    """A guest that names thousands of secrets does not stop everything else while they are searched."""
    named = " ".join(f"token=Value{number:05}" for number in range(5000))
    started = time.thread_time()
    left = shown(("log", sample.log(named)), ("log", sample.log("Value00001 " + "Value0" * 20_000)))
    assert "Value00001" not in left
    assert time.thread_time() - started < 5


def statement(text: str, parameters: dict[str, str] | None = None) -> dict[str, Any]:
    """The body of a statement with these parameters, "1" being the first without a name."""
    body: dict[str, Any] = {
        "library": "sqlite3",
        "dialect": "sqlite",
        "operation": "execute",
        "statement": text,
    }
    given = {name: sample.described(repr(value)) for name, value in (parameters or {}).items()}
    body |= {"cut": False, "parameters": given, "omitted": 0, "batches": None, "rows": 1, "error": None}
    return body


def test_a_parameter_of_a_secret_column_is_redacted() -> None:
    """A positional parameter has no name; the statement is unchanged, except for quoted secrets."""
    placed = "UPDATE user SET name = ?, password = ?"
    text = shown(
        ("sql", statement(placed, {"1": "Ada", "2": SECRET})), ("log", sample.log(f"it was {SECRET}"))
    )
    assert SECRET not in text
    assert placed in text
    assert "'Ada'" in text
    named = "SELECT id FROM user WHERE password = :password_1"
    text = shown(("sql", statement(named, {"password_1": SECRET})))
    assert SECRET not in text
    assert named in text
    quoted = "SELECT id FROM user WHERE password = ?".replace("?", repr(SECRET))
    assert SECRET not in shown(("sql", statement(quoted)))


def test_only_known_kinds_are_exempt() -> None:
    """A kind that is renamed or removed does not leave a dead exemption behind."""
    assert set(KINDS) >= OPEN_KINDS
