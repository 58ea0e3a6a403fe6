-- Pictures that came to the Describe view and have no words yet, so that none is forgotten when the program ends. A row
-- goes when its picture has words, and when the person takes it away or cancels it.
CREATE TABLE desk (
    id          INTEGER PRIMARY KEY,                   -- the card's
    origin_kind TEXT    CHECK (origin_kind IN ('path', 'url')),
    origin      ANY,                                   -- as in images; none for pasted pictures, whose bytes are not kept
    typed       INTEGER NOT NULL CHECK (typed IN (0, 1)),  -- the address was typed, not dropped
    name        TEXT    NOT NULL,
    source      TEXT    NOT NULL,                      -- as the person gave it
    context     TEXT                                   -- what the person knows of it
) STRICT;
