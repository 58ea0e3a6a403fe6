-- What is known of a job before the call that is under way, so that it can be gone on with after a crash.
ALTER TABLE jobs ADD COLUMN run TEXT;                        -- the run whose budget it counts for
ALTER TABLE jobs ADD COLUMN progress TEXT;                   -- JSON

-- One row a call. A call of a job is written before it is sent: it takes its place in the limits and in the budget then.
ALTER TABLE requests ADD COLUMN job_id INTEGER;              -- no reference: what was sent stays counted
ALTER TABLE requests ADD COLUMN operation TEXT;
ALTER TABLE requests ADD COLUMN described INTEGER NOT NULL DEFAULT 1 CHECK (described IN (0, 1));  -- words came of it
CREATE INDEX requests_job ON requests (job_id) WHERE job_id IS NOT NULL;

-- A wait that a service asked for: nothing is sent to it before.
CREATE TABLE holds (
    provider TEXT    NOT NULL,
    account  TEXT    NOT NULL,
    until_ms INTEGER NOT NULL,
    PRIMARY KEY (provider, account)
) STRICT, WITHOUT ROWID;
