"""Fixtures of certificates' tests."""

from certificates.main import service
from chassis.testing import database_fixture

pytest_plugins = ["chassis.testing.plugin"]

database = database_fixture(service)
