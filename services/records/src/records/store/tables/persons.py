"""Persons, how they are reached, and the accounts of everybody who signs in."""

from chassis.database import columns
from sqlalchemy import BigInteger, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from records.store.tables.metadata import CODE, SEARCH_KEY, SEMESTER, metadata

persons = Table(
    "persons",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("matriculation_number", String(7), nullable=False, unique=True),
    Column("given_names", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("birth_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("search_key", SEARCH_KEY, nullable=False),
    Column("birth_date", Date, nullable=False),
    Column("birth_place", Text, nullable=False),
    Column("citizenship", String(2), nullable=False),
    # As in the civil register: female, male, diverse, none; unknown where nobody said.
    Column("sex_entry", String(10), nullable=False),
    Column("photo_document_id", columns.Id),
    # Which address letters go to: home or semester.
    Column("correspondence", String(10), nullable=False),
    Column("mailbox", String(320), nullable=False),
    Column("version", BigInteger, nullable=False),
    Index("ix_persons_search_key_person_id", "search_key", "person_id"),
)

# One row: the last matriculation number that was allotted. A number is taken under the row's lock
# and committed together with its person, so that none is given twice and none is lost.
matriculation_counter = Table(
    "matriculation_counter",
    metadata,
    Column("counter_id", Integer, primary_key=True, autoincrement=False),
    Column("last_number", Integer, nullable=False),
)

# The names that a person had before: each as it was until the day it changed.
former_names = Table(
    "former_names",
    metadata,
    Column("former_name_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("given_names", Text, nullable=False),
    Column("family_name", Text, nullable=False),
    Column("birth_name", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("until_date", Date, nullable=False),
    Column("change_time", columns.Moment, nullable=False),
    Column("changed_by", String(64), nullable=False),
)

# Facts that were entered wrongly, one row for each fact that was put right.
person_corrections = Table(
    "person_corrections",
    metadata,
    Column("person_correction_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    # birth_date, birth_place, citizenship, sex_entry
    Column("fact", String(20), nullable=False),
    Column("former_value", Text, nullable=False),
    Column("new_value", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("correct_time", columns.Moment, nullable=False),
    Column("corrected_by", String(64), nullable=False),
)

# Addresses are never changed: a new row holds from its day on. The address of a day is the row of
# its kind with the latest `valid_from_date` up to that day, and of these the one entered last.
addresses = Table(
    "addresses",
    metadata,
    Column("address_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False),
    # home or semester
    Column("kind", String(10), nullable=False),
    Column("valid_from_date", Date, nullable=False),
    # A semester address that was given up is a row without a street.
    Column("care_of", Text, nullable=False),
    Column("street_address", Text, nullable=False),
    Column("postal_code", String(16), nullable=False),
    Column("city", Text, nullable=False),
    # Two capital letters (ISO 3166-1).
    Column("country", String(2), nullable=False),
    Column("enter_time", columns.Moment, nullable=False),
    Column("entered_by", String(64), nullable=False),
    Index("ix_addresses_person_id_kind_valid_from_date", "person_id", "kind", "valid_from_date"),
)

# What was chosen when: letters go to that address from then on; before the first choice, home.
correspondence_choices = Table(
    "correspondence_choices",
    metadata,
    Column("correspondence_choice_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("choose_time", columns.Moment, nullable=False),
    Column("chosen_by", String(64), nullable=False),
)

# Phone and fax numbers and private e-mail addresses; what was deleted or replaced keeps its row.
contact_entries = Table(
    "contact_entries",
    metadata,
    Column("contact_entry_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    # phone, mobile, fax, private_email
    Column("kind", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("create_time", columns.Moment, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("end_time", columns.Moment),
    Column("ended_by", String(64), nullable=False),
)

# Accounts as identity tells them: those of students and those of staff.
accounts = Table(
    "accounts",
    metadata,
    Column("person_id", columns.Id, primary_key=True),
    Column("user_name", String(64), nullable=False, unique=True),
    Column("mailbox", String(320), nullable=False),
)

student_cards = Table(
    "student_cards",
    metadata,
    Column("student_card_id", columns.Id, primary_key=True),
    Column("person_id", ForeignKey("persons.person_id"), nullable=False, index=True),
    # What is printed on the card; grows, never given twice.
    Column("card_number", String(20), nullable=False, unique=True),
    # active, blocked, returned; whether an active one has expired follows from the day
    Column("state", String(20), nullable=False),
    # stolen, lost, damaged; empty unless blocked
    Column("block_reason", String(30), nullable=False),
    # The last semester that the card is valid for.
    Column("valid_until_semester", SEMESTER, nullable=False),
    # in_person or post, and when it was handed over or sent; none while it waits.
    Column("delivery", String(20), nullable=False),
    Column("deliver_time", columns.Moment),
    # Where it is to be sent if not to the correspondence address of the day, as {care_of, …}.
    Column("send_to", columns.Json),
    Column("issue_time", columns.Moment, nullable=False),
    Column("end_time", columns.Moment),
    Column("replaces_card_id", columns.Id),
    Column("version", BigInteger, nullable=False),
)

# Appointments that a member of staff offers; taken where `person_id` stands.
appointments = Table(
    "appointments",
    metadata,
    Column("appointment_id", columns.Id, primary_key=True),
    # Whose list it is in, and for what: student_services or adviser.
    Column("user_name", String(64), nullable=False),
    Column("office", String(20), nullable=False),
    Column("start_time", columns.Moment, nullable=False),
    Column("end_time", columns.Moment, nullable=False),
    Column("location", Text, nullable=False),
    Column("person_id", ForeignKey("persons.person_id"), index=True),
    Column("subject", Text, nullable=False),
    Column("book_time", columns.Moment),
    # Cancelled by the member of staff.
    Column("cancel_time", columns.Moment),
    Column("version", BigInteger, nullable=False),
)
# The use case decides with the list held; this holds if anything ever goes around it.
Index(
    "uq_appointments_offered",
    appointments.c.user_name,
    appointments.c.start_time,
    unique=True,
    postgresql_where=appointments.c.cancel_time.is_(None),
    sqlite_where=appointments.c.cancel_time.is_(None),
)

# One row per named counter, taken under its lock: card numbers, cash receipts, payment orders.
number_counters = Table(
    "number_counters",
    metadata,
    Column("counter_name", CODE, primary_key=True),
    Column("last_number", BigInteger, nullable=False),
)
