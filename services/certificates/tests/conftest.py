"""Fixtures of certificates' tests."""

from certificates.main import service
from chassis.testing import database_fixture

database = database_fixture(service)
