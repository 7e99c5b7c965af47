"""Fixtures of the tests of matrikel-verify."""
