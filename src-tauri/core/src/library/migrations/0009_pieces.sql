-- What had come of an answer that was still coming: shown where nothing more came, never an answer. It goes when the words do.
ALTER TABLE jobs ADD COLUMN pieces TEXT;
