"""What zibot remembers: the database, questions about nouns, evidence files, the ledger. Functions take the session."""
