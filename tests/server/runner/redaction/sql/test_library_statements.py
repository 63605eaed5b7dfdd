"""Statements as peewee, Pony and Django write them: their names stay, and their secrets are found."""

import pytest

from server.runner.redaction.sql.statement import read_statement

STATEMENTS = [
    (
        'CREATE TABLE IF NOT EXISTS "user" ("id" INTEGER NOT NULL PRIMARY KEY, "username" VARCHAR(255) '
        'NOT NULL, "password" VARCHAR(255) NOT NULL, "created_at" DATETIME, "join_date" DATETIME, '
        '"api_token" VARCHAR(255) NOT NULL)',
        "",
    ),
    (
        'CREATE TABLE IF NOT EXISTS "tok" ("id" INTEGER NOT NULL PRIMARY KEY, "user_id" INTEGER NOT NULL,'
        ' "token" VARCHAR(255) NOT NULL, "name" VARCHAR(255), FOREIGN KEY ("user_id") REFERENCES "user" '
        '("id"))',
        "",
    ),
    (
        'INSERT INTO "user" ("username", "password", "api_token") VALUES (?, ?, ?)',
        "2 3",
    ),
    (
        'INSERT INTO "user" ("username", "password", "api_token") VALUES (?, ?, ?), (?, ?, ?), (?, ?, ?)',
        "2 3 5 6 8 9",
    ),
    (
        'SELECT "t1"."id", "t1"."username", "t1"."password", "t1"."created_at", "t1"."join_date", '
        '"t1"."api_token" FROM "user" AS "t1" WHERE ("t1"."password" = ?)',
        "1",
    ),
    (
        'SELECT "t1"."id", "t1"."username", "t1"."password", "t1"."created_at", "t1"."join_date", '
        '"t1"."api_token" FROM "user" AS "t1" WHERE (("t1"."username" = ?) AND (LOWER("t1"."password") = '
        "?))",
        "2",
    ),
    (
        'UPDATE "user" SET "password" = ? WHERE ("user"."username" = ?)',
        "1",
    ),
    (
        'SELECT "t1"."password", "t1"."created_at" FROM "user" AS "t1" LEFT OUTER JOIN "tok" AS "t2" ON '
        '("t2"."user_id" = "t1"."id") WHERE ("t2"."token" IN (?, ?)) ORDER BY "t1"."join_date"',
        "1 2",
    ),
    (
        'INSERT INTO "user" ("username", "password", "api_token") VALUES (?, ?, ?) ON CONFLICT '
        '("username") DO UPDATE SET "password" = ?',
        "2 3 4",
    ),
    (
        'SELECT CASE WHEN ("t1"."password" = ?) THEN ? ELSE ? END FROM "user" AS "t1"',
        "1",
    ),
    (
        'DELETE FROM "user" WHERE ("user"."password" LIKE ?)',
        "1",
    ),
    (
        'SELECT COUNT("t1"."password") FROM "user" AS "t1" WHERE ("t1"."password" BETWEEN ? AND ?) LIMIT ?',
        "1 2",
    ),
    (
        'UPDATE "user" SET "username" = ?, "password" = ?, "api_token" = ? WHERE ("user"."id" = ?)',
        "2 3",
    ),
    (
        'CREATE TABLE "Person" ( "id" INTEGER PRIMARY KEY AUTOINCREMENT, "name" TEXT NOT NULL, "password"'
        ' TEXT NOT NULL, "created_at" TEXT NOT NULL, "token" TEXT NOT NULL )',
        "",
    ),
    (
        'SELECT "Person"."id", "Person"."name", "Person"."password", "Person"."created_at", '
        '"Person"."token" FROM "Person" "Person" WHERE 0 = 1',
        "",
    ),
    (
        'INSERT INTO "Person" ("name", "password", "created_at", "token") VALUES (?, ?, ?, ?)',
        "2 4",
    ),
    (
        'SELECT DISTINCT "q"."password", "q"."created_at" FROM "Person" "q" WHERE "q"."password" = ? AND '
        '"q"."name" = \'Ada\'',
        "1",
    ),
    (
        'SELECT "q"."id", "q"."name", "q"."password", "q"."created_at", "q"."token" FROM "Person" "q" '
        "WHERE (\"q\".\"password\" LIKE (replace(replace(replace(?, '!', '!!'), '%', '!%'), '_', '!_') || "
        "'%') ESCAPE '!' OR \"q\".\"token\" IN (?, ?))",
        "1 2 3",
    ),
    (
        'UPDATE "Person" SET "password" = ? WHERE "id" = ? AND "name" = ? AND "password" = ? AND '
        '"created_at" = ? AND "token" = ?',
        "1 4 6",
    ),
    (
        'SELECT COUNT(*) FROM "Person" "q" WHERE length("q"."password") > 5',
        "",
    ),
    (
        'SELECT "id", "name", "password", "created_at", "token" FROM "Person" WHERE "name" = ? AND '
        '"password" = ? LIMIT 2',
        "2",
    ),
    (
        'INSERT INTO "auth_user" ("password", "last_login", "is_superuser", "username", "first_name", '
        '"last_name", "email", "is_staff", "is_active", "date_joined") VALUES (%s, %s, %s, %s, %s, %s, '
        '%s, %s, %s, %s) RETURNING "auth_user"."id"',
        "1",
    ),
    (
        'INSERT INTO "auth_user" ("password", "last_login", "is_superuser", "username", "first_name", '
        '"last_name", "email", "is_staff", "is_active", "date_joined") VALUES (%s, %s, %s, %s, %s, %s, '
        "%s, %s, %s, %s), (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s), (%s, %s, %s, %s, %s, %s, %s, %s, %s, "
        '%s) RETURNING "auth_user"."id"',
        "1 11 21",
    ),
    (
        'SELECT "auth_user"."password" AS "password", "auth_user"."last_login" AS "last_login" FROM '
        '"auth_user" WHERE ("auth_user"."password" = %s AND "auth_user"."username" = %s)',
        "1",
    ),
    (
        'UPDATE "auth_user" SET "password" = %s, "first_name" = %s WHERE "auth_user"."username" = %s',
        "1",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined" FROM "auth_user"',
        "",
    ),
    (
        'UPDATE "auth_user" SET "password" = CASE WHEN ("auth_user"."id" = %s) THEN %s WHEN '
        '("auth_user"."id" = %s) THEN %s WHEN ("auth_user"."id" = %s) THEN %s WHEN ("auth_user"."id" = '
        '%s) THEN %s ELSE NULL END, "last_login" = CASE WHEN ("auth_user"."id" = %s) THEN NULL WHEN '
        '("auth_user"."id" = %s) THEN NULL WHEN ("auth_user"."id" = %s) THEN NULL WHEN ("auth_user"."id" '
        '= %s) THEN NULL ELSE NULL END WHERE "auth_user"."id" IN (%s, %s, %s, %s)',
        "2 4 6 8",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined", LOWER("auth_user"."password") AS "p" FROM "auth_user" WHERE '
        'LOWER("auth_user"."password") = %s',
        "1",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined" FROM "auth_user" WHERE (("auth_user"."password" LIKE %s ESCAPE \'\\\' OR '
        '"auth_user"."password" IN (%s, %s)) AND NOT ("auth_user"."username" = %s))',
        "1 2 3",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined", CASE WHEN "auth_user"."password" = %s THEN %s ELSE %s END AS "z" FROM'
        ' "auth_user" ORDER BY "auth_user"."last_login" ASC',
        "1",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined" FROM "auth_user" WHERE "auth_user"."password" = '
        '("auth_user"."first_name")',
        "",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."last_login", '
        '"auth_user"."is_superuser", "auth_user"."username", "auth_user"."first_name", '
        '"auth_user"."last_name", "auth_user"."email", "auth_user"."is_staff", "auth_user"."is_active", '
        '"auth_user"."date_joined" FROM "auth_user" WHERE "auth_user"."username" = %s LIMIT 21',
        "",
    ),
    (
        'UPDATE "auth_user" SET "password" = %s, "last_login" = NULL, "date_joined" = %s WHERE '
        '"auth_user"."id" = %s',
        "1",
    ),
    (
        'SELECT "auth_user"."id", "auth_user"."password", "auth_user"."date_joined" FROM "auth_user" '
        'WHERE "auth_user"."password" LIKE %s ESCAPE \'\\\'',
        "1",
    ),
    (
        'SELECT COUNT(*) AS "__count" FROM "auth_user" WHERE "auth_user"."password" IS NOT NULL',
        "",
    ),
]
"""Each with the numbers of its secret parameters."""


@pytest.mark.parametrize(("statement", "numbers"), STATEMENTS)
def test_the_secrets_of_a_library_are_found(statement: str, numbers: str) -> None:
    """Nothing else is redacted."""
    read = read_statement(statement, "sqlite")
    assert read.parameters == set(numbers.split())
    assert read.redact(lambda _: None, lambda text: text) == statement
