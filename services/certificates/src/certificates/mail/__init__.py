"""The mails that certificates sends."""
