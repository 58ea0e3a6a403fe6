-- A request may have been charged without anybody knowing it, and a charge may have brought no words. Both stand in the
-- ledger: with their picture, and with the job that may still tell what became of it.
CREATE TABLE ledger_with_pictures (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms          INTEGER NOT NULL,
    provider       TEXT    NOT NULL,
    account        TEXT    NOT NULL DEFAULT '',        -- which of the person's accounts; never a key
    kind           TEXT    NOT NULL CHECK (kind IN ('charge', 'perhaps', 'balance', 'top_up')),
    amount         REAL,
    unit           TEXT    NOT NULL,
    remaining      REAL,
    total          REAL,
    valid_from     TEXT,
    valid_until    TEXT,
    description_id INTEGER REFERENCES descriptions (id) ON DELETE SET NULL,
    request_id     TEXT,
    image_id       INTEGER REFERENCES images (id) ON DELETE SET NULL,
    job_id         INTEGER                             -- of `perhaps`: the request that may still be cleared up
) STRICT;
INSERT INTO ledger_with_pictures
    SELECT l.id, l.at_ms, l.provider, l.account, l.kind, l.amount, l.unit, l.remaining, l.total, l.valid_from, l.valid_until,
        l.description_id, l.request_id, d.image_id, NULL
    FROM ledger l LEFT JOIN descriptions d ON d.id = l.description_id;
DROP TABLE ledger;
ALTER TABLE ledger_with_pictures RENAME TO ledger;
CREATE INDEX ledger_provider ON ledger (provider, account, at_ms);
CREATE INDEX ledger_description ON ledger (description_id) WHERE description_id IS NOT NULL;
CREATE INDEX ledger_image ON ledger (image_id) WHERE image_id IS NOT NULL;
CREATE INDEX ledger_job ON ledger (job_id) WHERE job_id IS NOT NULL;
-- Whether the same was asked in vain before, and paid for.
DROP INDEX jobs_image;
CREATE INDEX jobs_image ON jobs (image_id, request_key);
