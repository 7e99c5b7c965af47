"""Values that every service speaks of; standard library only, so that domains may use them."""

from chassis.values.dates_in_words import day_briefly, day_in_words
from chassis.values.language import Language, LocalizedText
from chassis.values.local_time import (
    UNIVERSITY_ZONE,
    end_of_day,
    local_date,
    local_datetime,
    start_of_day,
)
from chassis.values.money import Cents, euros_in_words
from chassis.values.name_search import folded, search_key
from chassis.values.networks import client_network
from chassis.values.person_name import PersonName
from chassis.values.semester import Semester, Term

__all__ = [
    "UNIVERSITY_ZONE",
    "Cents",
    "Language",
    "LocalizedText",
    "PersonName",
    "Semester",
    "Term",
    "client_network",
    "day_briefly",
    "day_in_words",
    "end_of_day",
    "euros_in_words",
    "folded",
    "local_date",
    "local_datetime",
    "search_key",
    "start_of_day",
]
