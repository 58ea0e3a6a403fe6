-- Why the words are fewer than asked for: a later request failed after earlier ones were paid. A failure, JSON.
ALTER TABLE descriptions ADD COLUMN incomplete TEXT;
