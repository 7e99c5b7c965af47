"""Mails of identity, queued with the state that they tell about."""
