"""The mails that exams sends."""
