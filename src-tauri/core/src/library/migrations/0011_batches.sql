-- What lies on the table of the Describe view, and what the command line works through: a batch and its items. A batch
-- belongs to the process that works on it; what a dead process left is taken over by the next one.
CREATE TABLE batches (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    face        TEXT    NOT NULL CHECK (face IN ('window', 'command')),
    owner       TEXT,                                  -- the process that works on it
    context     TEXT    NOT NULL DEFAULT '',           -- what the person knows of all its pictures
    ended       INTEGER NOT NULL DEFAULT 0 CHECK (ended IN (0, 1)),  -- every item had its turn
    created_ms  INTEGER NOT NULL
) STRICT;

CREATE TABLE batch_items (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    batch_id       INTEGER NOT NULL REFERENCES batches (id) ON DELETE CASCADE,
    place          INTEGER NOT NULL,                   -- the order
    state          TEXT    NOT NULL CHECK (state IN ('held', 'queued', 'active', 'done', 'failed', 'cancelled')),
    round          INTEGER NOT NULL DEFAULT 0,         -- counts its starts: what an older one brings is not its any more
    run            INTEGER NOT NULL DEFAULT 0,         -- the start that it belongs to
    provider       TEXT    NOT NULL DEFAULT '',        -- who describes it, once it was started
    origin_kind    TEXT    CHECK (origin_kind IN ('path', 'url')),
    origin         ANY,                                -- as in images; none for pasted pictures, whose bytes are not kept
    typed          INTEGER NOT NULL CHECK (typed IN (0, 1)),  -- the address was typed, not dropped
    name           TEXT    NOT NULL,
    source         TEXT    NOT NULL,                   -- as the person gave it
    asked          TEXT,                               -- what a command was asked to describe, as a hash
    context        TEXT,                               -- what the person knows of this picture
    left_over      INTEGER NOT NULL DEFAULT 0 CHECK (left_over IN (0, 1)),  -- an earlier process left it without words
    declined       INTEGER NOT NULL DEFAULT 0 CHECK (declined IN (0, 1)),   -- the person took it back before it began
    cached         INTEGER NOT NULL DEFAULT 0 CHECK (cached IN (0, 1)),     -- its words came from the history
    image_id       INTEGER REFERENCES images (id) ON DELETE SET NULL,
    description_id INTEGER REFERENCES descriptions (id) ON DELETE SET NULL,
    failure        TEXT,                               -- JSON
    retry          TEXT    CHECK (retry IN ('yes', 'paid', 'no')),  -- of a failed one: what trying again means
    so_far         TEXT,                               -- what had come of an answer that broke off
    removed        INTEGER NOT NULL DEFAULT 0          -- the removal that took it away; 0: it is there
) STRICT;
CREATE INDEX batch_items_place ON batch_items (batch_id, place) WHERE removed = 0;
CREATE INDEX batch_items_queued ON batch_items (batch_id, provider, run, place) WHERE state = 'queued' AND removed = 0;
CREATE INDEX batch_items_image ON batch_items (image_id) WHERE image_id IS NOT NULL;
CREATE INDEX batch_items_description ON batch_items (description_id) WHERE description_id IS NOT NULL;
CREATE INDEX batch_items_asked ON batch_items (asked) WHERE asked IS NOT NULL;
CREATE INDEX batch_items_unsettled ON batch_items (origin) WHERE state = 'failed' AND image_id IS NULL;

-- What an older program kept of its pictures without words.
INSERT INTO batches (face, created_ms) SELECT 'window', 0 WHERE EXISTS (SELECT 1 FROM desk);
INSERT INTO batch_items (id, batch_id, place, state, origin_kind, origin, typed, name, source, context)
    SELECT d.id, b.id, d.id, 'held', d.origin_kind, d.origin, d.typed, d.name, d.source, d.context
    FROM desk d JOIN batches b;
DROP TABLE desk;
