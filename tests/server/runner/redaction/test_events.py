"""Events are redacted before they are published."""

import base64
import json
import time
from typing import Any

import pytest

from server.model.event import REDACTED
from server.runner.channel.event_schemas import KINDS
from server.runner.redaction.events import OPEN_KINDS, redact_events
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


def test_a_secret_that_is_also_a_name_is_redacted_by_name_only() -> None:
    """The name of an argument, a key or a column is shown, even if a secret has the same text."""
    after = shown(
        ("view", sample.view(password="'Xk9-2fL'", **{"Xk9-2fL": "'a'"})),
        ("log", sample.log("Xk9-2fL and Xk9-2fLong")),
    )
    assert "Xk9-2fL and Xk9-2fLong" in after


def test_a_secret_is_found_as_a_whole_word() -> None:
    """A longer word that contains it is another value."""
    after = shown(
        ("view", sample.view(password="'x9Kq27'")),
        ("log", sample.log("x9Kq27, ax9Kq27, x9Kq27b and %20x9Kq27")),
    )
    assert "[redacted], ax9Kq27, x9Kq27b and %20[redacted]" in after


def test_columns_after_a_password_are_no_secrets() -> None:
    """The names in a statement stay, and the same words in the rest of the exchange."""
    placed = 'SELECT "password", "created_at" FROM "user"'
    after = shown(
        ("sql", statement(placed)),
        ("log", sample.log(f"(0.001) {placed}")),
        ("response", sample.response(body=sample.body('{"created_at":3}', kind="application/json"))),
    )
    assert after.count(json.dumps(placed)[1:-1]) == 2
    assert json.dumps('{"created_at":3}')[1:-1] in after
    assert REDACTED not in after


def test_a_missing_secret_is_shown() -> None:
    """`SECRET_KEY` being None is what users need to see."""
    assert '"repr": "None"' in shown(("view", sample.view(SECRET_KEY="None")))


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


def test_a_secret_in_an_outgoing_url_is_hidden() -> None:
    """In the query and before the host."""
    url = f"https://ada:{SECRET}@rates.example/eur?api_key={SECRET}"
    body = {"library": "http.client", "method": "GET", "url": url, "status": 200, "error": None}
    assert SECRET not in shown(("http", body))


def test_secrets_in_the_messages_of_a_websocket_are_redacted() -> None:
    """By their names in the text, however it is nested, and wherever else their values are."""
    nothing = {"type": "text", "size": 40, "cut": False, "code": None, "protocol": None}
    login = f'42["login",{{"user":"Ada","password":"{SECRET}"}}]'
    after = shown(
        ("websocket", {**nothing, "act": "message", "direction": "in", "text": login}),
        ("websocket", {**nothing, "act": "message", "direction": "out", "text": f"welcome {SECRET}"}),
    )
    assert SECRET not in after
    assert "Ada" in after
