"""The one metadata object that all tables of exams belong to."""

from chassis.database import NAMING
from sqlalchemy import MetaData

metadata = MetaData(naming_convention=NAMING)
