"""The database schema as migrations: number n brings a file from version n-1 to n. None ever changes."""

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
    """
    -- What a claim came out as on each interpreter ('' is ours) and the versions it had then.
    CREATE TABLE trials (
        lab TEXT NOT NULL,
        claim TEXT NOT NULL,
        interpreter TEXT NOT NULL,
        python TEXT NOT NULL,
        flask TEXT NOT NULL,
        werkzeug TEXT NOT NULL,
        outcome TEXT NOT NULL,
        expected TEXT,
        reason TEXT NOT NULL,
        remedy TEXT,
        took REAL NOT NULL,
        decided_at REAL NOT NULL,
        PRIMARY KEY (lab, claim, interpreter, python, flask, werkzeug)
    ) WITHOUT ROWID;
    INSERT INTO trials
        SELECT lab, claim, '', json_extract(value, '$.versions.python'),
            coalesce(json_extract(value, '$.versions.flask'), ''),
            coalesce(json_extract(value, '$.versions.werkzeug'), ''),
            json_extract(value, '$.outcome'), json_extract(value, '$.expected'),
            json_extract(value, '$.reason'), json_extract(value, '$.remedy'),
            json_extract(value, '$.took'), json_extract(value, '$.decided_at')
        FROM verdicts WHERE json_extract(value, '$.versions.python') IS NOT NULL;

    -- Verdicts that came out otherwise than the time before, until somebody has looked at them.
    CREATE TABLE changes (
        lab TEXT NOT NULL,
        claim TEXT NOT NULL,
        interpreter TEXT NOT NULL,
        was TEXT NOT NULL,
        was_on TEXT NOT NULL,
        now TEXT NOT NULL,
        now_on TEXT NOT NULL,
        PRIMARY KEY (lab, claim, interpreter)
    ) WITHOUT ROWID;
    """,
    """
    -- Mail that guests sent and that was caught; `data` is the message itself, packed into `kept` bytes.
    CREATE TABLE letters (
        number INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        guest TEXT NOT NULL,
        app TEXT NOT NULL,
        exchange INTEGER,
        received_at REAL NOT NULL,
        sender TEXT NOT NULL,
        recipients TEXT NOT NULL,
        subject TEXT NOT NULL,
        size INTEGER NOT NULL,
        seen INTEGER NOT NULL DEFAULT 0,
        data BLOB NOT NULL,
        kept INTEGER NOT NULL
    );
    """,
    """
    -- A project is an app in its working folder, however it was opened; `settings` is a JSON object.
    CREATE TABLE projects (
        id INTEGER PRIMARY KEY,
        root TEXT NOT NULL,
        app TEXT NOT NULL,
        settings TEXT NOT NULL DEFAULT '{}',
        UNIQUE (root, app)
    );
    CREATE TABLE openings (guest TEXT PRIMARY KEY, project INTEGER NOT NULL) WITHOUT ROWID;
    -- NULL for what was recorded before there were projects.
    ALTER TABLE exchanges ADD COLUMN project INTEGER;
    CREATE INDEX exchanges_project ON exchanges (project, id);
    """,
    """
    -- The number of SQL statements; NULL for what was recorded before they were counted.
    ALTER TABLE exchanges ADD COLUMN sql_count INTEGER;
    CREATE INDEX exchanges_path ON exchanges (project, path);
    CREATE INDEX exchanges_size ON exchanges (project, size);
    CREATE INDEX exchanges_sql ON exchanges (project, sql_count);
    CREATE INDEX exchanges_status ON exchanges (project, status);
    CREATE INDEX exchanges_took ON exchanges (project, took);
    -- What the user has made of an exchange; `removed` is when it was deleted, in microseconds.
    CREATE TABLE marks (
        exchange INTEGER PRIMARY KEY,
        pinned INTEGER NOT NULL DEFAULT 0,
        note TEXT NOT NULL DEFAULT '',
        visitor TEXT NOT NULL DEFAULT '',
        removed INTEGER
    );
    CREATE INDEX marks_removed ON marks (removed) WHERE removed IS NOT NULL;
    """,
    """
    -- The codes of the findings, the most important first; NULL for what was recorded before there were any.
    ALTER TABLE exchanges ADD COLUMN findings TEXT;
    CREATE INDEX exchanges_found ON exchanges (project, id) WHERE findings != '';
    """,
)
