-- How many starts of the program began to make words of an answer that an earlier one left, and which was the last: an answer at
-- which they ended is not tried for ever.
ALTER TABLE jobs ADD COLUMN words_begun INTEGER NOT NULL DEFAULT 0;
ALTER TABLE jobs ADD COLUMN words_by TEXT;
