"""The tables, as numbered migrations: the n-th brings a file from version n-1 to n; none is ever changed."""

from typing import Final

MIGRATIONS: Final[tuple[str, ...]] = (
    """
    CREATE TABLE counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
    INSERT INTO counters VALUES ('exchange', 0);

    -- What lists show stands apart from the contents, so that reading a list reads nothing else.
    CREATE TABLE exchanges (
        id INTEGER PRIMARY KEY,
        run TEXT NOT NULL,
        guest TEXT NOT NULL,
        started_at REAL NOT NULL,
        took REAL,
        state TEXT NOT NULL,
        method TEXT NOT NULL,
        path TEXT NOT NULL,
        query TEXT NOT NULL,
        status INTEGER,
        size INTEGER NOT NULL,
        content_type TEXT NOT NULL,
        endpoint TEXT,
        error TEXT
    );
    CREATE TABLE contents (id INTEGER PRIMARY KEY, data BLOB NOT NULL);

    -- Any three letters in a row are found: `words` is what people look for, `facets` is |m…| |s…| |g…| |r…|.
    CREATE VIRTUAL TABLE search USING fts5(words, facets, content='', tokenize='trigram');

    CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE recent (
        root TEXT NOT NULL,
        app TEXT NOT NULL,
        kind TEXT NOT NULL,
        spec TEXT NOT NULL,
        name TEXT NOT NULL,
        python TEXT,
        opened_at REAL NOT NULL,
        PRIMARY KEY (root, app)
    ) WITHOUT ROWID;
    CREATE TABLE trust (path TEXT PRIMARY KEY, granted_at REAL NOT NULL) WITHOUT ROWID;
    CREATE TABLE predictions (
        id INTEGER PRIMARY KEY,
        lab TEXT NOT NULL,
        claim TEXT NOT NULL,
        guess TEXT NOT NULL,
        guessed_at REAL NOT NULL
    );
    CREATE INDEX predictions_of ON predictions (lab, claim);
    CREATE TABLE verdicts (
        lab TEXT NOT NULL,
        claim TEXT NOT NULL,
        exchange INTEGER,
        value TEXT NOT NULL,
        PRIMARY KEY (lab, claim)
    ) WITHOUT ROWID;
    CREATE INDEX verdicts_exchange ON verdicts (exchange);
    """,
)
