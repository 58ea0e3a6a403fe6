-- What the person has of each kind of service. A kind's own connection needs no row: one with its id holds the name that the
-- person gave it. Removed ones stay, so that history and ledger can name them and no id is used again.
CREATE TABLE connections (
    id         TEXT    NOT NULL PRIMARY KEY,
    kind       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    removed_ms INTEGER
) STRICT, WITHOUT ROWID;

-- Models, and operations that have a price, as a service last told of them.
CREATE TABLE connection_models (
    connection TEXT    NOT NULL,
    model      TEXT    NOT NULL,
    position   INTEGER,                               -- in the service's list; none for what only has a price
    sees       INTEGER CHECK (sees IN (0, 1)),         -- pictures; none: it does not say
    price      TEXT,                                   -- JSON
    retired    TEXT,                                   -- from when on it is not there any more
    runs       TEXT    CHECK (runs IN ('there', 'elsewhere')),
    seen_ms    INTEGER NOT NULL,
    PRIMARY KEY (connection, model)
) STRICT, WITHOUT ROWID;

-- Until now, what a service told was one JSON text among the settings; the oldest programs kept the names alone.
INSERT INTO connection_models (connection, model, position, sees, seen_ms)
    SELECT substr(told.key, 20),
           CASE listed.type WHEN 'object' THEN json_extract(listed.value, '$.id') ELSE listed.value END,
           listed.key,
           CASE listed.type WHEN 'object' THEN json_extract(listed.value, '$.sees') END,
           0
    FROM settings AS told, json_each(told.value, '$.models') AS listed
    WHERE told.key LIKE 'remembered.service.%' AND json_valid(told.value)
        AND (listed.type = 'text' OR json_extract(listed.value, '$.id') IS NOT NULL)
    ON CONFLICT DO NOTHING;
INSERT INTO connection_models (connection, model, price, seen_ms)
    SELECT substr(told.key, 20), cost.key,
           json_object('request', json_object('value', cost.value, 'unit', 'credits')), 0
    FROM settings AS told, json_each(told.value, '$.costs') AS cost
    WHERE told.key LIKE 'remembered.service.%' AND json_valid(told.value) AND cost.type IN ('integer', 'real')
    ON CONFLICT DO UPDATE SET price = excluded.price;
DELETE FROM settings WHERE key LIKE 'remembered.service.%';
