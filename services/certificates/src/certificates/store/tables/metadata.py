"""The metadata that all tables of certificates belong to."""

from chassis.database import NAMING
from sqlalchemy import MetaData

metadata = MetaData(naming_convention=NAMING)
