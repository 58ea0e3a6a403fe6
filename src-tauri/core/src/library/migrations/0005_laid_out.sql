-- Pictures that were laid in the person's bucket for a service and are not known to be away again: written before they lie
-- there, so that a program that ended in between takes them away at its next start.
CREATE TABLE laid_out (
    name       TEXT PRIMARY KEY,   -- of the object; unguessable
    place      TEXT    NOT NULL,   -- address of the bucket
    provider   TEXT    NOT NULL,
    owner      TEXT    NOT NULL,   -- the process that laid it there
    created_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
