-- What lies in the person's bucket is called by what it is; the presets that nobody could reach are gone.
ALTER TABLE laid_out RENAME TO uploads;
DROP TABLE prompts;
