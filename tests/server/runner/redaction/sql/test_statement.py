"""In a statement the values of secret columns are secret, and names stay."""

import subprocess
import sys

import pytest

from server.runner.redaction.sql.parser_budget import PARSED_CHARACTERS
from server.runner.redaction.sql.statement import read_statement, redact_texts
from tests.support.linear_time import assert_linear

SECRET = "hunter2-Zz9"
SHOWN = "'[redacted]'"


def redacted(statement: str, dialect: str = "sqlite") -> str:
    """Return a statement as it is shown."""
    return read_statement(statement, dialect).redact(lambda _: None, lambda text: text)


@pytest.mark.parametrize(
    ("statement", "numbers"),
    [
        ("INSERT INTO user (name, password) VALUES (?, ?)", {"2"}),
        ('insert into "user" ("api_key", name) values (%s, %s)', {"1"}),
        ("INSERT INTO user (name, password) VALUES ('a, b', ?)", {"1"}),
        ("INSERT INTO user (name, password) VALUES (?, lower(?)), (?, ?)", {"2", "4"}),
        ("INSERT INTO user (name, password) SELECT ?, ? WHERE NOT EXISTS (SELECT 1)", {"2"}),
        ("UPDATE user SET password = ?, name = ? WHERE id = ?", {"1"}),
        ('UPDATE "user" SET "password" = CASE WHEN ("user"."id" = ?) THEN ? ELSE NULL END', {"2"}),
        ("SELECT id FROM user WHERE name = ? AND user.token=?", {"2"}),
        ("SELECT id FROM user WHERE `secret` LIKE ?", {"1"}),
        ("SELECT id FROM user WHERE ? = [password] AND name IN (?, ?)", {"1"}),
        ("SELECT id FROM user WHERE lower(password) = lower(?) AND token BETWEEN ? AND ?", {"1", "2", "3"}),
        ("SELECT id FROM user WHERE (name, password) IN ((?, ?), (?, ?))", {"2", "4"}),
        ("SELECT id FROM user WHERE password = :p1 AND token = ?7 AND name = @p2", {"p1", "7"}),
        ("SELECT id FROM user WHERE strcmp(password, ?) = ? AND length(password) > ?", {"1"}),
        ("SELECT id FROM user WHERE data->>'password' = ? AND data->>'name' = ?", {"1"}),
        ("SELECT id FROM secrets WHERE secrets.name = ? LIMIT ?", set()),
        ("SELECT password FROM user WHERE id = ?", set()),
        ("SELECT 'password = ?' FROM user WHERE id = ?", set()),
        ("INSERT INTO user VALUES (?, ?)", set()),
        ("SELECT ?", set()),
        ("", set()),
    ],
)
def test_a_parameter_belongs_to_its_column(statement: str, numbers: set[str]) -> None:
    """In values that are inserted, set or compared, also in a function."""
    assert read_statement(statement, "sqlite").parameters == numbers
    assert redacted(statement) == statement


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("SELECT id FROM u WHERE password = %(password_1)s::VARCHAR AND name = %(name_1)s", {"password_1"}),
        ("SELECT id FROM u WHERE name = $1 AND token = $2", {"2"}),
        (
            "INSERT INTO u (name, password) SELECT p0::VARCHAR, p1::VARCHAR FROM (VALUES (%s, %s, 0), "
            "(%s, %s, 1)) AS sen(p0, p1, n) ORDER BY n RETURNING u.id",
            {"2", "4"},
        ),
        ("SELECT data ? 'k' FROM u WHERE token = %s", {"1"}),
    ],
)
def test_parameters_of_postgresql_belong_to_their_columns(statement: str, names: set[str]) -> None:
    """They may be named, numbered or cast."""
    assert read_statement(statement, "postgresql").parameters == names


@pytest.mark.parametrize(
    ("statement", "dialect"),
    [
        ("INSERT INTO user (name, password) VALUES ('Ada', {})", "sqlite"),
        ("UPDATE user SET name = 'Ada', password = {} WHERE id = 5", "sqlite"),
        ("SELECT 'Ada' FROM user WHERE {} = password", "sqlite"),
        ("SELECT 'Ada' FROM user WHERE password IN ({}, {})", "sqlite"),
        ("SELECT 'Ada' FROM user WHERE password LIKE {} ESCAPE 'Ada'", "sqlite"),
        ("SELECT 'Ada', CASE password WHEN {} THEN 'Ada' END FROM user", "sqlite"),
        ("SELECT 'Ada' AS name, {} AS password, coalesce(password, 'Ada')", "sqlite"),
        ("CREATE TABLE user (name TEXT DEFAULT 'Ada', password TEXT DEFAULT {})", "sqlite"),
        ("INSERT INTO u (n, password) VALUES ('Ada', {}) ON CONFLICT DO UPDATE SET password = {}", "sqlite"),
        ("INSERT INTO `user` (`name`, `password`) VALUES ('Ada', {})", "mysql"),
        ("INSERT INTO u SET name='Ada', password={} ON DUPLICATE KEY UPDATE password={}", "mysql"),
        ("UPDATE u SET (name, password) = ('Ada', {})", "postgresql"),
        ("SELECT 'Ada', jsonb_set(data, '{{password}}', {}) FROM u", "postgresql"),
        ("SELECT 'Ada' FROM u WHERE data #>> '{{auth,password}}' = {}", "postgresql"),
        ("MERGE INTO u USING v ON u.i = v.i WHEN NOT MATCHED THEN INSERT (n, password) VALUES ('Ada', {})",
         "postgresql"),
    ],
)  # fmt: skip
def test_a_literal_belongs_to_its_column(statement: str, dialect: str) -> None:
    """It is redacted, and nothing else is."""
    original = statement.replace("{}", repr(SECRET)).replace("{{", "{").replace("}}", "}")
    expected = statement.replace("{}", SHOWN).replace("{{", "{").replace("}}", "}")
    assert redacted(original, dialect) == expected


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql", "mysql", "oracle", ""])
@pytest.mark.parametrize("quotes", ['""', "``", "[]", "  "])
def test_names_stay_in_any_quotes(dialect: str, quotes: str) -> None:
    """The names of columns and tables are never redacted, wherever they stand."""
    names = ["user", "password", "created_at", "secret_key", "token"]
    user, password, created, key, token = (f"{quotes[0]}{name}{quotes[1]}".strip() for name in names)
    for statement in (
        f"SELECT {password}, {created}, {key} FROM {user}",
        f"INSERT INTO {user} ({password}, {created}, {token}) VALUES (?, ?, ?)",
        f"SELECT * FROM {user} WHERE {password} = {token} ORDER BY {key}, {created}",
        f"CREATE TABLE {token} ({password}, {created}, {key})",
    ):
        if not (quotes == '""' and dialect == "mysql"):  # where these are strings, not names
            assert redacted(statement, dialect) == statement


def test_a_string_in_double_quotes_is_a_literal_where_it_can_be_no_name() -> None:
    """MySQL takes it for a string, SQLite does where no column has that name."""
    assert redacted(f'SELECT "x" FROM u WHERE password = "{SECRET}"') == (
        'SELECT "x" FROM u WHERE password = "[redacted]"'
    )
    assert SECRET not in redacted(f'INSERT INTO u (password) VALUES ("{SECRET}")', "mysql")


def test_a_secret_number_is_redacted() -> None:
    """Where it belongs to a secret column, and not elsewhere."""
    assert redacted("SELECT 5 FROM u WHERE otp = 123456 LIMIT 7") == (
        "SELECT 5 FROM u WHERE otp = [redacted] LIMIT 7"
    )


@pytest.mark.parametrize(
    ("statement", "dialect"),
    [
        ("CREATE USER ada IDENTIFIED BY {}", "mysql"),
        ("SET PASSWORD FOR 'ada'@'localhost' = {}", "mysql"),
        ("ALTER USER ada WITH PASSWORD {}", "postgresql"),
        ("PRAGMA key = {}", "sqlite"),
        ("SELECT FROM WHERE password ={}{}", "sqlite"),
    ],
)
def test_a_statement_that_cannot_be_parsed_loses_its_literals(statement: str, dialect: str) -> None:
    """If it names a secret, any text in single quotes may be one; names stay."""
    shown = redacted(statement.replace("{}", repr(SECRET)), dialect)
    assert SECRET not in shown
    assert [word for word in statement.split() if "'" not in word and "{" not in word] == [
        word for word in shown.split() if "'" not in word
    ]


def test_a_statement_that_was_cut_is_redacted() -> None:
    """A literal that is not closed extends to the end."""
    assert redacted(f"UPDATE u SET password = '{SECRET}") == f"UPDATE u SET password = {SHOWN}"


def test_a_long_insert_is_read_row_by_row() -> None:
    """A statement that is too long for the parser keeps the values of columns without a secret."""
    rows = ", ".join(f"('Ada{number}', '{SECRET}', ?)" for number in range(1000))
    statement = f"INSERT INTO user (name, password, token) VALUES {rows}"
    assert len(statement) > PARSED_CHARACTERS
    assert redacted(statement) == statement.replace(f"'{SECRET}'", SHOWN)
    assert len(read_statement(statement, "sqlite").parameters) == 1000


@pytest.mark.parametrize("literal", ["''", "'%'", "replace(?, '!', '!!') || '%' ESCAPE '!'"])
def test_a_literal_without_letter_or_digit_is_shown(literal: str) -> None:
    """That a password is compared with nothing is no secret, nor are the signs of a pattern."""
    statement = f"SELECT 1 FROM u WHERE password LIKE {literal}"
    assert redacted(statement) == statement


def test_secrets_are_passed_on_without_their_quotes() -> None:
    """So that they are recognised elsewhere."""
    found: list[str] = []
    read_statement("UPDATE u SET password = 'it''s'", "sqlite").redact(found.append, lambda text: text)
    assert found == ["it's"]


def test_texts_are_replaced_in_literals_and_comments_only() -> None:
    """A name that has the same text as a secret stays."""
    shown = redact_texts(
        "SELECT \"x1\" FROM t WHERE a = 'x1' -- x1", "sqlite", lambda text: text.replace("x1", "…")
    )
    assert shown == "SELECT \"x1\" FROM t WHERE a = '…' -- …"


@pytest.mark.hardness("guest-slow-text")
@pytest.mark.parametrize(
    "part",
    ["(", "insert into (", "' ", "?,", "[", "insert into t(password) values (", "/*", "$$", '"'],
)  # fmt: skip
@pytest.mark.parametrize("dialect", ["sqlite", "mysql", "postgresql"])
def test_a_hostile_statement_is_read_in_linear_time(part: str, dialect: str) -> None:
    """No pattern reads a part of a long statement again and again."""
    assert_linear(
        lambda text: read_statement(text, dialect),
        lambda length: "password " + part * (length // len(part)),
        PARSED_CHARACTERS + 20,
    )


def test_the_parser_is_imported_when_a_statement_names_a_secret() -> None:
    """Until then it does not slow down the start."""
    code = (
        "import sys; from server.runner.redaction.sql.statement import read_statement;"
        "read_statement('SELECT a FROM t', 'sqlite'); assert 'sqlglot' not in sys.modules;"
        "read_statement('SELECT password FROM t', 'sqlite'); assert 'sqlglot' in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
