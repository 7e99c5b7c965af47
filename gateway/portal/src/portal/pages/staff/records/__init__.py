"""The offices' pages on records: Student Services, the International Center, advisers."""
