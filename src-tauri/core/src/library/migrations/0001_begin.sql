-- Times are milliseconds since 1970, UTC. Text that people read is never stored as a translated sentence.

PRAGMA application_id = 0x414c5453; -- "ALTS"

-- A picture, once, by its content. Deleting marks it first (undo); purging removes the row and all that hangs on it.
CREATE TABLE images (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    hash        TEXT    NOT NULL UNIQUE,               -- SHA-256 of the file, lower-case hex
    name        TEXT    NOT NULL,                      -- for display
    origin_kind TEXT    CHECK (origin_kind IN ('path', 'url')),
    origin      ANY,                                   -- address, or path (bytes where it is not UTF-8)
    format      TEXT    NOT NULL,
    width       INTEGER NOT NULL,
    height      INTEGER NOT NULL,
    bytes       INTEGER NOT NULL,
    facts       TEXT,                                  -- what was computed of it, JSON
    favourite   INTEGER NOT NULL DEFAULT 0 CHECK (favourite IN (0, 1)),
    newest_id   INTEGER,                               -- its newest version; kept here so that the history needs no search
    added_ms    INTEGER NOT NULL,
    deleted_at  INTEGER
) STRICT;
CREATE INDEX images_history ON images (newest_id DESC) WHERE deleted_at IS NULL AND newest_id IS NOT NULL;
CREATE INDEX images_deleted ON images (deleted_at) WHERE deleted_at IS NOT NULL;

-- Versions of a picture's words. A row is never changed: an answer, an edit and a restored version are new rows.
CREATE TABLE descriptions (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    image_id     INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    parent_id    INTEGER REFERENCES descriptions (id) ON DELETE SET NULL,
    author       TEXT    NOT NULL CHECK (author IN ('computed', 'model', 'person')),
    provider     TEXT    NOT NULL,
    model        TEXT    NOT NULL,
    style        TEXT    NOT NULL,
    prompt       TEXT,
    language     TEXT    NOT NULL,
    request_key  TEXT,                                 -- what was asked, without the picture; only on a provider's answers
    alt          TEXT,
    description  TEXT,
    title        TEXT,
    tags         TEXT    NOT NULL DEFAULT '[]',        -- JSON array, in the provider's order
    decorative   TEXT,                                 -- the reason why alt="" is right
    state        TEXT    NOT NULL CHECK (state IN ('draft', 'edited', 'approved')),
    warnings     TEXT    NOT NULL DEFAULT '[]',        -- JSON array of codes
    receipt      TEXT,                                 -- what left the computer, JSON
    credits      TEXT,                                 -- what the service said of credits, JSON
    tokens       TEXT,                                 -- JSON
    duration_ms  INTEGER NOT NULL DEFAULT 0,
    raw          TEXT,                                 -- the answer as it came, capped
    created_ms   INTEGER NOT NULL
) STRICT;
CREATE INDEX descriptions_image ON descriptions (image_id, id DESC);
CREATE INDEX descriptions_request ON descriptions (request_key, image_id) WHERE request_key IS NOT NULL;
CREATE INDEX descriptions_parent ON descriptions (parent_id) WHERE parent_id IS NOT NULL;

-- A picture's tags as the person sees them: those of its newest version, and the person's own. A described tag that the
-- person took away stays as a hidden row, so that describing again does not bring it back.
CREATE TABLE tags (
    image_id  INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    folded    TEXT    NOT NULL,                        -- without case and accents
    tag       TEXT    NOT NULL,
    own       INTEGER NOT NULL CHECK (own IN (0, 1)),
    hidden    INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
    position  INTEGER NOT NULL,
    PRIMARY KEY (image_id, folded)
) STRICT, WITHOUT ROWID;
CREATE INDEX tags_folded ON tags (folded);

-- Money: every charge, balance and top-up seen. Kept when words are deleted; holds no words.
CREATE TABLE ledger (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms          INTEGER NOT NULL,
    provider       TEXT    NOT NULL,
    account        TEXT    NOT NULL DEFAULT '',        -- which of the person's accounts; never a key
    kind           TEXT    NOT NULL CHECK (kind IN ('charge', 'balance', 'top_up')),
    amount         REAL,
    unit           TEXT    NOT NULL,
    remaining      REAL,
    total          REAL,
    valid_from     TEXT,
    valid_until    TEXT,
    description_id INTEGER REFERENCES descriptions (id) ON DELETE SET NULL,
    request_id     TEXT
) STRICT;
CREATE INDEX ledger_provider ON ledger (provider, account, at_ms);
CREATE INDEX ledger_description ON ledger (description_id) WHERE description_id IS NOT NULL;

-- A request is written here before it is sent, marked before its first byte leaves, and its reply is stored before anyone
-- sees it. `outcome_unknown` waits for the person; it is never sent again by itself.
CREATE TABLE jobs (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    image_id       INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    hash           TEXT    NOT NULL,
    request_key    TEXT    NOT NULL,
    provider       TEXT    NOT NULL,
    account        TEXT    NOT NULL DEFAULT '',
    model          TEXT    NOT NULL,
    request        TEXT    NOT NULL,                   -- JSON, without the picture and without keys
    state          TEXT    NOT NULL CHECK (state IN ('queued', 'sent', 'answered', 'done', 'failed', 'outcome_unknown')),
    attempts       INTEGER NOT NULL DEFAULT 0,
    not_before_ms  INTEGER NOT NULL DEFAULT 0,
    owner          TEXT,                               -- the process that works on it
    task           TEXT,                               -- the service's own id of the task
    reply          TEXT,                               -- JSON, once answered
    failure        TEXT,                               -- JSON, once failed
    description_id INTEGER REFERENCES descriptions (id) ON DELETE SET NULL,
    created_ms     INTEGER NOT NULL,
    sent_ms        INTEGER,
    ended_ms       INTEGER
) STRICT;
CREATE INDEX jobs_state ON jobs (state, not_before_ms);
CREATE INDEX jobs_image ON jobs (image_id);
-- The same question about the same picture is under way once, whichever process asks.
CREATE UNIQUE INDEX jobs_under_way ON jobs (hash, request_key)
    WHERE state IN ('queued', 'sent', 'answered', 'outcome_unknown');

-- What the limiter and the budget count, and what the Usage view sums: one row a request, also those that were answered
-- from the history and so cost nothing.
CREATE TABLE requests (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms          INTEGER NOT NULL,
    provider       TEXT    NOT NULL,
    account        TEXT    NOT NULL DEFAULT '',
    kind           TEXT    NOT NULL CHECK (kind IN ('computed', 'sent', 'from_history')),
    run            TEXT,                               -- the run whose budget it counts for
    amount         REAL,
    unit           TEXT
) STRICT;
CREATE INDEX requests_provider ON requests (provider, account, at_ms);

-- The person's own presets.
CREATE TABLE prompts (
    name       TEXT    NOT NULL PRIMARY KEY,
    text       TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    changed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE settings (
    key   TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Folded text of a picture's name, tags and all its versions; the row is the picture's. Folded before it gets here, so the
-- tokenizer has nothing left to do but to cut: three characters at a time, which finds parts of words and Chinese alike.
CREATE VIRTUAL TABLE search USING fts5 (words, tokenize = "trigram case_sensitive 1");
INSERT INTO search (search, rank) VALUES ('secure-delete', 1);
