-- What a picture is known by, whatever words are written into its file (see ingest/identity). `hash` stays what names its
-- thumbnail, its jobs and its answers: for pictures of before this version the hash of the file that was read then, for
-- later ones the identity. None of an older picture until its file is read again.
ALTER TABLE images ADD COLUMN identity TEXT;
CREATE INDEX images_identity ON images (identity) WHERE identity IS NOT NULL;
-- SHA-256 of the file that was read last, lower-case hex; none: `hash` is.
ALTER TABLE images ADD COLUMN file_hash TEXT;
-- What it looks like, 64 bits: few of them differ between pictures that look nearly the same.
ALTER TABLE images ADD COLUMN looks INTEGER;

-- Where a picture lies, or lay. One row a picture and place: the same picture in two folders has two, and where another
-- picture takes a file's place, both have one.
CREATE TABLE image_files (
    id          INTEGER PRIMARY KEY,
    image_id    INTEGER NOT NULL REFERENCES images (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('path', 'url')),
    place       ANY     NOT NULL,                      -- as `origin` in images
    hash        TEXT,                                  -- SHA-256 of the file, lower-case hex
    -- How the file stood when it was read; none where there is doubt, and for addresses.
    bytes       INTEGER,
    modified_ns INTEGER,
    changed_ns  INTEGER,
    inode       INTEGER,
    device      INTEGER,
    seen_ms     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX image_files_place ON image_files (place, kind, image_id);
CREATE INDEX image_files_image ON image_files (image_id);
CREATE INDEX image_files_hash ON image_files (hash) WHERE hash IS NOT NULL;

INSERT INTO image_files (image_id, kind, place, hash, seen_ms)
    SELECT id, origin_kind, origin, hash, added_ms FROM images WHERE origin_kind IS NOT NULL AND origin IS NOT NULL;

-- Folders, and what the files are called in them, are searched too.
UPDATE search SET words = words || char(10) ||
        (SELECT searched_of_path(i.origin) FROM images i WHERE i.id = search.rowid)
    WHERE rowid IN (SELECT id FROM images WHERE origin_kind = 'path' AND origin IS NOT NULL);
