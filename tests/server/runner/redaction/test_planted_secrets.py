"""Whatever a guest does: no secret that is planted in an exchange survives, and nothing else is touched."""

import html
import json
from typing import Any
from urllib.parse import quote_plus

from hypothesis import given, settings
from hypothesis import strategies as st

from server.runner.redaction.events import OPEN_KINDS, redact_events
from server.runner.redaction.values import is_recognisable
from tests.support.runner import sample_events as sample

SECRET_NAMES = ("password", "api_key", "SECRET_KEY", "accessToken", "X-Auth-Token", "user_password", "tokens")
PLAIN_NAMES = ("name", "created_at", "key_id_of", "author", "passenger", "monkey", "tokenizer", "x")

names = st.sampled_from(SECRET_NAMES)
columns = st.sampled_from(["password", "api_key", "secret_key", "user_token"])
secrets = st.text("abzAZ019-_!@#$ '\"\\<&é/=+%?", min_size=8, max_size=30).filter(
    lambda text: is_recognisable(text) and text.strip() == text and "[redacted]" not in text
)
words = st.from_regex(r"[a-z]{3,9}_[a-z]{3,9}_w", fullmatch=True)
"""Names and ordinary values: each is counted before and after."""

Planted = tuple[str, dict[str, Any]]


def quoted(text: str) -> str:
    """Return a literal of SQL."""
    return "'" + text.replace("'", "''") + "'"


@st.composite
def statements(draw: st.DrawFn, value: str, word: str) -> tuple[str, str]:
    """Return a dialect and a statement with this value of a secret column and this word in other places."""
    dialect, quotes = draw(
        st.sampled_from([("sqlite", '""'), ("postgresql", '""'), ("sqlite", "[]"), ("", "  ")])
    )
    column, table = draw(columns), draw(st.sampled_from(["user", "secrets", "token"]))
    name, other, rows = (f"{quotes[0]}{each}{quotes[1]}".strip() for each in (column, word, table))
    secret, plain = quoted(value), quoted(word)
    function = draw(st.sampled_from(["{}", "lower({})", "({})", "{} || 'x'"]))
    shape = draw(st.sampled_from([
        "INSERT INTO {rows} ({other}, {name}) VALUES ({plain}, {secret}), ({plain}, {secret})",
        "UPDATE {rows} SET {other} = {plain}, {name} = {secret} WHERE {other} <> {plain}",
        "UPDATE {rows} SET {name} = CASE WHEN {other} = {plain} THEN {secret} ELSE NULL END",
        "SELECT {other}, {name} FROM {rows} WHERE {other} = {plain} AND {name} = {secret} ORDER BY {other}",
        "SELECT {plain} AS {other} FROM {rows} WHERE {name} IN ({secret}, {secret}) OR {other} LIKE {plain}",
        "SELECT {name}, {other} FROM {rows} WHERE {secret} = {name} -- {other}",
        "DELETE FROM {rows} WHERE ({other}, {name}) = ({plain}, {secret})",
    ]))  # fmt: skip
    values = {"rows": rows, "other": other, "name": name, "plain": plain, "secret": function.format(secret)}
    return dialect, shape.format(**values)


def sql(dialect: str, statement: str, **parameters: str) -> Planted:
    """Return the body of a statement."""
    described = {name: sample.described(repr(value)) for name, value in parameters.items()}
    body = {"library": "sqlite3", "dialect": dialect, "operation": "execute", "statement": statement}
    return "sql", body | {"cut": False, "parameters": described, "omitted": 0, "batches": None, "error": None}


@st.composite
def exchanges(draw: st.DrawFn, value: str, word: str) -> list[Planted]:
    """Return bodies of events with this value under names of secrets, and this word beside them."""
    name, plain = draw(names), draw(st.sampled_from(PLAIN_NAMES))
    column = draw(columns)
    form, encoded = "application/x-www-form-urlencoded", quote_plus(value)
    fields = json.dumps({plain: word, "in": [{name: value}], word: 1})
    multipart = f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n--b--\r\n{word}'
    literal = repr(value)
    planted: list[Planted] = [
        ("wsgi", sample.wsgi_request(query=f"{plain}={word}&{name}={encoded}")),
        ("wsgi", sample.wsgi_request(headers=[["Authorization", value], ["X-Word", word]])),
        ("wsgi", sample.wsgi_request(headers=[["Referer", f"http://h/{word}?token={encoded}&a={word}"]])),
        ("wsgi", sample.wsgi_request(environ={"HTTP_X_API_KEY": sample.described(literal)})),
        ("wsgi", sample.wsgi_close(input=sample.body(f"{name}={encoded}&{plain}={word}", kind=form))),
        ("wsgi", sample.wsgi_close(input=sample.body(fields, kind="application/json"))),
        ("wsgi", sample.wsgi_close(input=sample.body(multipart, kind="multipart/form-data; boundary=b"))),
        ("view", sample.view(**{name: literal, plain: repr(word)})),
        ("view", sample.view(form=f"ImmutableMultiDict([({plain!r}, {word!r}), ({name!r}, {literal})])")),
        ("view", sample.view(user=f"User({plain.lower()}={word!r}, password={literal})")),
        ("template", {"context": {name: sample.described(literal), word: sample.described(repr(word))}}),
        ("exception", sample.exception(f"    {column} = {literal}; {word} = make({word!r})")),
        ("exception", sample.exception(f"    return f({word!r}, {column}={literal})", **{column: literal})),
        ("log", sample.log(f"{word}: {{{name!r}: {literal}, {plain!r}: {word!r}}}")),
        ("log", sample.log(f"{word} password={literal} {word}")),
        sql("sqlite", f'INSERT INTO "t" ("{word}", "{column}") VALUES (?, ?)', **{"1": word, "2": value}),
        sql(*draw(statements(value, word))),
    ]
    first = draw(st.sampled_from(planted))
    elsewhere: list[Planted] = [
        ("log", sample.log(f"{word} said {value} to {word}")),
        ("log", sample.log(f'{word} SELECT "password", "{word}" FROM t; got \'{value}\'')),
        ("view", sample.view(value=literal)),
        ("response", sample.response(body=sample.body(f"<p>{word} {html.escape(value)} {word}</p>"))),
        ("response", sample.response(body=sample.body(json.dumps({word: value}), kind="application/json"))),
        sql("sqlite", f"SELECT {word} FROM t WHERE x = {quoted(value)} AND y = {word}"),
    ]
    return [first, *draw(st.lists(st.sampled_from(planted + elsewhere), max_size=4))]


def text_of(bodies: list[dict[str, Any]]) -> str:
    """Return all texts of bodies as they are, without the escapes of JSON."""
    parts: list[str] = []

    def collect(value: Any) -> None:
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, dict):
            parts.extend(value)
            list(map(collect, value.values()))
        elif isinstance(value, list):
            list(map(collect, value))

    collect(bodies)
    return "\n".join(parts)


@settings(max_examples=60, deadline=None)
@given(st.data(), secrets, words)
def test_no_secret_survives_and_nothing_else_is_touched(data: st.DataObject, value: str, word: str) -> None:
    """Under its name, bound to its column, and elsewhere in the exchange, however it is written."""
    planted = data.draw(exchanges(value, word))
    events = [sample.event(kind, body, seq) for seq, (kind, body) in enumerate(planted)]
    before = text_of([body for _, body in planted])
    after = text_of([dict(event.body) for event in redact_events(events)])
    written = {
        value,
        quote_plus(value),
        html.escape(value),
        json.dumps(value)[1:-1],
        value.replace("'", "''"),
    }
    assert not [form for form in written if form in after]
    assert after.count(word) == before.count(word)


@settings(max_examples=60, deadline=None)
@given(st.data(), words, words)
def test_an_exchange_without_secrets_is_unchanged(data: st.DataObject, word: str, other: str) -> None:
    """Statements that only name secret columns, logs of them, and values with other names."""
    column, plain = data.draw(columns), data.draw(st.sampled_from(PLAIN_NAMES))
    texts = (
        f'SELECT "{column}" FROM "{other}" WHERE "{column}" = "{word}" AND "{word}" = {quoted(other)}',
        f'INSERT INTO "{other}" ("{column}", "{word}") VALUES (NULL, {quoted(other)})',
        f"UPDATE {other} SET {word} = {quoted(word)} WHERE length({column}) > 5",
        f"CREATE TABLE {column} ({word} TEXT, {column} VARCHAR(80))",
    )
    statement = data.draw(st.sampled_from(texts))
    planted: list[Planted] = [
        sql(data.draw(st.sampled_from(["sqlite", "postgresql", ""])), statement, **{word: other}),
        ("log", sample.log(f"(0.001) {statement}; args=({word!r}, 5)")),
        ("view", sample.view(**{plain: repr(word), word: repr(other)})),
        ("exception", sample.exception(f"    {column} = {word}({other!r}, config[{word!r}])")),
        ("response", sample.response(body=sample.body(json.dumps({word: other}), kind="application/json"))),
        ("wsgi", sample.wsgi_request(query=f"{plain}={word}")),
    ]
    events = tuple(sample.event(kind, body, seq) for seq, (kind, body) in enumerate(planted))
    assert redact_events(events) == events


def test_the_planted_kinds_are_redacted_at_all() -> None:
    """None of them is exempt."""
    assert {"wsgi", "view", "template", "exception", "log", "response", "sql"}.isdisjoint(OPEN_KINDS)
