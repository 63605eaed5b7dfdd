"""Secrets are gone before anybody sees them."""

import base64
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.runner import secret_names
from server.runner.redact import REDACTED, redact_events, redact_text
from server.runner.secret_names import is_secret
from tests.server.runner import events as sample

FORM = "application/x-www-form-urlencoded"
JSON = "application/json; charset=utf-8"
SECRET = "hunter2-Zz9"


def shown(*bodies: tuple[str, dict[str, Any]]) -> str:
    """All that is left of these events, as one text."""
    found = redact_events([sample.event(kind, body, seq) for seq, (kind, body) in enumerate(bodies)])
    return json.dumps([event.body for event in found])


@pytest.mark.parametrize(
    "name",
    [
        "password",
        "PASSWORD",
        "passwd",
        "user_password",
        "newPassword",
        "secret",
        "client_secret",
        "SECRET_KEY",
        "apiKey",
        "api-key",
        "X-Api-Key",
        "API_KEY_2",
        "access_token",
        "accessToken",
        "private_key",
        "HTTP_AUTHORIZATION",
        "HTTP_X_API_KEY",
        "Proxy-Authorization",
        "AWS_SECRET_ACCESS_KEY",
        "db_pwd",
        "passphrase",
        "tokens",
    ],
)
def test_names_of_secrets_are_known(name: str) -> None:
    """In any spelling."""
    assert is_secret(name)


@pytest.mark.parametrize(
    "name",
    [
        *("key", "name", "tokenizer", "compass", "secretary", "monkey", "author", "passenger", "x" * 300),
        *("Access-Control-Allow-Credentials", "supports_credentials"),
    ],
)
def test_other_names_are_not(name: str) -> None:
    """A word that only contains such a word is no secret, nor is whether credentials may travel."""
    assert not is_secret(name)


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
def test_secrets_are_taken_out(kind: str, body: dict[str, Any]) -> None:
    """Wherever a name says that a value is secret, the value is gone."""
    before = json.dumps(body)
    assert SECRET in before
    after = shown((kind, body))
    assert SECRET not in after
    assert REDACTED in after or "***" in after


def test_a_secret_is_recognised_elsewhere_in_its_exchange() -> None:
    """What the form calls a password is gone from logs, values and the answer too."""
    after = shown(
        ("wsgi", sample.wsgi_request()),
        ("view", sample.view(value=f"'{SECRET}'")),
        ("log", sample.log(f"got {SECRET}!")),
        ("response", sample.response(body=sample.body(f"you said {SECRET}"))),
        ("wsgi", sample.wsgi_close(input=sample.body(f"password={SECRET}", kind=FORM))),
    )  # fmt: skip
    assert SECRET not in after
    assert "you said ***********" in after


def test_basic_credentials_are_recognised_decoded() -> None:
    """The password within an Authorization header is known in clear."""
    header = "Basic " + base64.b64encode(f"me:{SECRET}".encode()).decode()
    after = shown(
        ("wsgi", sample.wsgi_request(headers=[["Authorization", header]])), ("log", sample.log(f"p {SECRET}"))
    )
    assert SECRET not in after
    assert "Basic [redacted]" in after
    assert "Basic [redacted]" in shown(
        ("wsgi", sample.wsgi_request(headers=[["Authorization", "Basic ###"]]))
    )


def test_sizes_stay_true() -> None:
    """A masked body has as many bytes as before."""
    whole = sample.body(f"password={SECRET}&x=1", kind="application/x-www-form-urlencoded")
    (event,) = redact_events([sample.event("wsgi", sample.wsgi_close(input=whole))])
    masked = event.body["input"]
    assert masked["text"] == "password=" + "*" * len(SECRET) + "&x=1"
    assert (masked["size"], masked["kept"]) == (whole["size"], whole["kept"])


def test_numbers_stay_json() -> None:
    """A masked number is still a number, and a binary body is masked too."""
    whole = sample.body('{"pin_token": 12345678, "a": 5}', kind="application/vnd.api+json")
    (event,) = redact_events([sample.event("wsgi", sample.wsgi_close(input=whole))])
    assert json.loads(event.body["input"]["text"]) == {"pin_token": 11111111, "a": 5}
    binary = f'--b\r\nContent-Disposition: form-data; name="token"\r\n\r\n{SECRET}\xff\r\n--b--'.encode(
        "latin-1"
    )
    encoded = sample.body(
        None, base64=base64.b64encode(binary).decode(), kind="multipart/form-data; boundary=b"
    )
    (event,) = redact_events([sample.event("wsgi", sample.wsgi_close(input=encoded))])
    assert SECRET.encode() not in base64.b64decode(event.body["input"]["base64"])


def test_what_is_no_base64_is_dropped() -> None:
    """A body that says it is base64 and is not harms nothing."""
    odd = sample.body(None, base64="###", kind="multipart/form-data; boundary=b")
    (event,) = redact_events([sample.event("wsgi", sample.wsgi_close(input=odd))])
    assert event.body["input"]["base64"] == ""


def test_sessions_and_cookies_stay() -> None:
    """What the guest keeps in session and cookies is shown as it is."""
    session = {"before": {"token": sample.described(f"'{SECRET}'")}, "after": {}}
    headers = [["Cookie", f"session={SECRET}; password={SECRET}"]]
    environ = {"HTTP_COOKIE": sample.described(f"'password={SECRET}'")}
    after = shown(("session", session), ("wsgi", sample.wsgi_request(headers=headers, environ=environ)))
    assert after.count(SECRET) == 4


def test_plain_and_short_values_are_hidden_only_where_they_are_named() -> None:
    """A password that is a common word does not blacken the page."""
    after = shown(
        ("view", sample.view(password="'secret'")),
        ("response", sample.response(body=sample.body("a secret page"))),
    )
    assert "a secret page" in after
    assert '"password": {"type": "str", "repr": "[redacted]"' in after


def test_that_a_secret_is_missing_may_be_told() -> None:
    """SECRET_KEY None is what people need to see."""
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
def test_source_code_keeps_its_expressions(text: str) -> None:
    """In source lines only literals are secrets."""
    assert redact_text(text, literals_only=True) == text


@pytest.mark.parametrize(
    "text", ["password: wrong, try again", "the token, please", "see http://localhost:5000/a@b", "monkey=1"]
)
def test_prose_stays(text: str) -> None:
    """Text that only mentions such a word is not touched."""
    assert redact_text(text) == text


@given(st.text(max_size=200))
def test_any_text_survives(text: str) -> None:
    """No text makes redaction fail, and what has no hint of a secret is unchanged."""
    redact_text(f"password='{text}'")
    redact_text(text)


def test_hostile_text_takes_no_time() -> None:
    """No pattern of ours needs more than a moment for half a megabyte."""
    began = time.monotonic()
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
        [sample.event("wsgi", sample.wsgi_close(input=sample.body('"' * 500_000, kind="application/json")))]
    )
    assert time.monotonic() - began < 60


def test_names_that_are_no_names_are_not_remembered() -> None:
    """A guest that sends long names does not fill the memory with them."""
    before = secret_names._stands_for_secret.cache_info().currsize
    assert not is_secret("token" * 1000)
    assert secret_names._stands_for_secret.cache_info().currsize == before


def test_so_many_values_are_looked_for_and_no_more() -> None:
    """A guest that names thousands of secrets does not stop everything else while they are looked for."""
    named = " ".join(f"token=Value{number:05}" for number in range(5000))
    began = time.thread_time()
    left = shown(("log", sample.log(named)), ("log", sample.log("Value00001 " + "Value0" * 20_000)))
    assert "Value00001" not in left
    assert time.thread_time() - began < 5


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


def test_a_parameter_is_known_by_the_column_it_is_for() -> None:
    """Its name says nothing where it has none; the statement stays as it was, but for quoted secrets."""
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
