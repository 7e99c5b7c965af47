"""Bank files: statements that come in, payment orders that go out."""
