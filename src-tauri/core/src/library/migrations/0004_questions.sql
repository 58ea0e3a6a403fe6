-- A question about a picture, with its answer in `alt` (plain) and `description` (as it came). Such a row is part of a
-- conversation and no version of the picture's words.
ALTER TABLE descriptions ADD COLUMN question TEXT;

-- What leaves the computer with a job, JSON: words that are made of a stored answer keep it too.
ALTER TABLE jobs ADD COLUMN receipt TEXT;

-- What a service last said that an operation costs.
CREATE INDEX requests_price ON requests (provider, operation) WHERE unit = 'credits';
