"""The one collection that every table belongs to; migrations/ brings a database here."""

from chassis.database import NAMING
from sqlalchemy import MetaData

metadata = MetaData(naming_convention=NAMING)
