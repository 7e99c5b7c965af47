"""Commands of records beside serving: bank files, semester jobs."""
