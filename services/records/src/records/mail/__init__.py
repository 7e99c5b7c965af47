"""The mails of records."""
