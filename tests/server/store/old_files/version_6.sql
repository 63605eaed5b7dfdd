-- A history file of schema version 4, as Fumehood wrote it. This file is never changed.

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

UPDATE counters SET value = 100 WHERE name = 'exchange';
INSERT INTO exchanges VALUES
    (7, 'run1', 'guest1', 1007.0, 2.5, 'done', 'POST', '/orders/7', 'a=1', 200, 5, 'image/png', 'orders.show', NULL);
INSERT INTO contents VALUES (7, X'789c6d92516bdb301485ffca38cfaadd24ed3a0465d0bd0cf690b1953130a128f54d2ca248aa749dd42df9efbb8a9b14b6193df81e5f1d7d3ad7aff0fd764909fa46e1d159f2fc104362e8ab4b79145cc8fc403bd133b4d43b4ad9062fc52be2c05df0d0985593291456cee4cd584ab5a7b479a17e7d1632a55d39097b633951ce1f663828247aea297331dc9218b6d2f17dfef35e76f4c949d131475dd72e3c1ad7098ebe16b23aa45650ea9bcfe6b69847c39df49e6591c4360da28d0d1d99f205ba69f0555c50eef6e688856af05b94c9f96d8ac5426119daa180313df3d96969327dbc82f6bd73722bfb42d033492f782ef1f11045386ea9a333d6e370bc658e121b15b7cc867b2199968013997c0c71feed2fca2fa3e1c57d3154b05bb3a63afaf57fc846941318ecafbbf98ffad32d4e78d7ffe0bdbb15bad3801b81a327e889c2c6fa3289147ab6d2a560e49c49254e1c824cf9b29a1657e35c9969031363150728f98f64273d4b925899ad7565042bbc13936f63b0bee4390eabca5dd84b03274bed9121f5ae30d6382c0eb2fe00c8c2d5e3');
INSERT INTO search (rowid, words, facets) VALUES
    (7, 'POST /orders/7 a=1 image/png orders.show ', '|mPOST| |gguest1| |rrun1| |s2|');
INSERT INTO settings VALUES ('language', '"sv"'), ('handbook.here', '{"lab": "session", "anchor": "signed"}');
INSERT INTO recent VALUES ('/home/ada/shop', 'app.py', 'file', 'shop/app.py', 'shop', NULL, 1000.0);
INSERT INTO trust VALUES ('/home/ada/shop', 1000.0);
INSERT INTO predictions (lab, claim, guess, guessed_at) VALUES ('session', 'encrypted', 'holds', 40.0);
INSERT INTO verdicts VALUES ('session', 'encrypted', 7, '{"outcome": "fails", "reason": "It was read without the key.", "remedy": null, "expected": "fails", "versions": {"python": "3.12.1", "flask": "3.0.3", "werkzeug": "3.0.6", "server": "waitress 3.0.2"}, "took": 12.5, "decided_at": 50.0, "exchange_id": 7}');

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

INSERT INTO trials VALUES
    ('session', 'encrypted', '/usr/bin/python3', '3.11.2', '2.2.5', '2.2.3', 'holds', 'fails', 'Seen.', NULL, 3.0, 60.0);
INSERT INTO changes VALUES
    ('session', 'encrypted', '/usr/bin/python3', 'fails', '{"python": "3.11.2", "flask": "2.2.5", "werkzeug": "2.2.3", "server": null}', 'holds', '{"python": "3.11.2", "flask": "2.2.5", "werkzeug": "2.2.3", "server": null}');

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

INSERT INTO letters VALUES
    (1, '4f2a', 'guest1', 'ferries', 7, 1000.0, 'post@ferries.example', '["ada@mail.example"]', 'Your crossing', 45, 0, X'789c0b2e4dca4a4d2eb15288cc2f2d52482eca2f2ececc4be7e5e2e5724a5528c9482d4a55482c51c8cbcc4bd5e3e5020062760e73', 53);

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
INSERT INTO projects VALUES (1, '/home/ada', 'shop/app.py', '{"memory_mb": 2048, "port": 5000}');
INSERT INTO openings VALUES ('guest1', 1);
UPDATE exchanges SET project = 1;
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
UPDATE exchanges SET sql_count = 3;
INSERT INTO marks VALUES (7, 1, 'the slow one', 'ada', NULL);
-- The codes of the findings, the most important first; NULL for what was recorded before there were any.
ALTER TABLE exchanges ADD COLUMN findings TEXT;
CREATE INDEX exchanges_found ON exchanges (project, id) WHERE findings != '';
UPDATE exchanges SET findings = 'form-key-missing';
PRAGMA user_version = 6;
