"""The ledger, and the bank's entries behind it.

Double entry in cents: every booking has lines that add up to nothing, and nothing is ever changed
or deleted. What somebody owes, what was paid and what is left is computed from the lines.
"""

from chassis.database import columns
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
)

from records.store.tables.metadata import CODE, metadata

bookings = Table(
    "bookings",
    metadata,
    Column("booking_id", columns.Id, primary_key=True),
    # charge, reduction, waiver, payment, return, refund, cash, transfer, reversal
    Column("kind", String(20), nullable=False),
    # The day that counts: a payment's value date, else the day of booking.
    Column("value_date", Date, nullable=False),
    Column("book_time", columns.Moment, nullable=False),
    # A user name or "system".
    # Orders what was booked for somebody at the same time, in one transaction.
    Column("position", Integer, nullable=False),
    Column("booked_by", String(64), nullable=False),
    Column("text", columns.Texts, nullable=False),
    Column("bank_entry_id", columns.Id, index=True),
    # The booking that this one takes back; one can be taken back once.
    Column("reverses_booking_id", ForeignKey("bookings.booking_id"), unique=True),
)

booking_lines = Table(
    "booking_lines",
    metadata,
    Column("booking_id", ForeignKey("bookings.booking_id"), primary_key=True),
    Column("line", Integer, primary_key=True, autoincrement=False),
    # receivable, bank, cash, clearing, refunds, waivers, or income:<part or fee code>
    Column("account", String(60), nullable=False),
    # Whose receivable it is: a person, or an applicant before enrolment.
    Column("person_id", columns.Id, index=True),
    # The charge that a receivable or income line belongs to; for money that came in: the charge
    # that it was given for, none where it settles whatever is open.
    Column("charge_id", columns.Id, index=True),
    # Debit is positive, credit negative.
    Column("amount_cents", BigInteger, nullable=False),
    CheckConstraint("amount_cents <> 0", name="amount_is_not_nothing"),
)

# What a charge is for. Its amount is in the lines.
charges = Table(
    "charges",
    metadata,
    Column("charge_id", columns.Id, primary_key=True),
    Column("booking_id", ForeignKey("bookings.booking_id"), nullable=False),
    Column("person_id", columns.Id, nullable=False, index=True),
    # contribution, or the code of an occasional fee
    Column("fee_code", CODE, nullable=False),
    # Empty for fees that belong to no semester.
    Column("semester_code", String(5), nullable=False),
    Column("due_date", Date, nullable=False),
    # What the fee was charged for, so that it is charged once: a card, an application.
    Column("occasion", String(60), nullable=False),
    Index(
        "uq_charges_person_id_fee_code_semester_code_occasion",
        "person_id",
        "fee_code",
        "semester_code",
        "occasion",
        unique=True,
    ),
)

bank_statements = Table(
    "bank_statements",
    metadata,
    Column("bank_statement_id", columns.Id, primary_key=True),
    Column("file_name", Text, nullable=False),
    # SHA-256 of the file, so that the same file is known again.
    Column("file_hash", String(64), nullable=False, index=True),
    Column("statement_reference", Text, nullable=False),
    Column("iban", String(34), nullable=False),
    Column("import_time", columns.Moment, nullable=False),
    Column("imported_by", String(64), nullable=False),
    Column("entries", Integer, nullable=False),
    Column("booked", Integer, nullable=False),
    Column("known", Integer, nullable=False),
    Column("to_clear", Integer, nullable=False),
    Column("broken", Integer, nullable=False),
    # What is broken and where, as the import said it.
    Column("problems", columns.Json, nullable=False),
)

# One payment as the bank tells it; a batch booking has one for each of its details.
bank_entries = Table(
    "bank_entries",
    metadata,
    Column("bank_entry_id", columns.Id, primary_key=True),
    Column("bank_statement_id", ForeignKey("bank_statements.bank_statement_id"), nullable=False),
    # Known again in whichever file it comes: made from the bank's own reference.
    Column("fingerprint", String(64), nullable=False, unique=True),
    # The bank's booking that it belongs to: the payments of a batch share it. Empty where the bank
    # gave no reference.
    Column("booking_key", String(64), nullable=False, index=True),
    # Its place in the statement, and in a batch; from 1, 0 for no batch.
    Column("entry", Integer, nullable=False),
    Column("detail", Integer, nullable=False),
    # Money that came in is positive.
    Column("amount_cents", BigInteger, nullable=False),
    Column("currency", String(3), nullable=False),
    Column("booking_date", Date, nullable=False),
    Column("value_date", Date, nullable=False),
    Column("counterparty_name", Text, nullable=False),
    Column("counterparty_iban", String(34), nullable=False),
    Column("remittance", Text, nullable=False),
    Column("bank_reference", Text, nullable=False),
    Column("end_to_end_id", Text, nullable=False),
    # booked, clearing, settled
    Column("state", String(20), nullable=False),
    Index("ix_bank_entries_bank_statement_id_entry_detail", "bank_statement_id", "entry", "detail"),
    # By what a payment that the bank takes back is found.
    Index("ix_bank_entries_value_date_amount_cents", "value_date", "amount_cents"),
)

# What a clerk has to look at.
clearing_items = Table(
    "clearing_items",
    metadata,
    Column("clearing_item_id", columns.Id, primary_key=True),
    Column("bank_entry_id", ForeignKey("bank_entries.bank_entry_id"), nullable=False, index=True),
    # no_number, number_unknown, several_candidates, applicant_number, user_name, name_differs,
    # foreign_currency, batch_without_details, returned, partial, surplus, double, nothing_due,
    # unknown_debit, taken_off
    Column("reason", String(30), nullable=False),
    # The ids of the persons or applicants whom it may concern.
    Column("candidates", columns.Json, nullable=False),
    # open or settled
    Column("state", String(20), nullable=False),
    # assigned, split, returned, kept, dismissed, by_bank; empty while open
    Column("settlement", String(20), nullable=False),
    # The refund by which the money goes back.
    Column("refund_id", columns.Id),
    Column("remark", Text, nullable=False),
    Column("create_time", columns.Moment, nullable=False),
    Column("settle_time", columns.Moment),
    Column("settled_by", String(64), nullable=False),
    Index("ix_clearing_items_state_clearing_item_id", "state", "clearing_item_id"),
)

# Files with credit transfers that the bank was given; the file itself is a stored document.
payment_orders = Table(
    "payment_orders",
    metadata,
    # Gap-free within a year: "2026-0007".
    Column("payment_order_number", CODE, primary_key=True),
    Column("order_time", columns.Moment, nullable=False),
    Column("ordered_by", String(64), nullable=False),
    Column("refunds", Integer, nullable=False),
    Column("total_cents", BigInteger, nullable=False),
    Column("document_id", columns.Id, nullable=False),
)

# Money that goes back to somebody.
refunds = Table(
    "refunds",
    metadata,
    Column("refund_id", columns.Id, primary_key=True),
    # None where money goes back to a stranger who paid by mistake.
    Column("person_id", columns.Id, index=True),
    Column("amount_cents", BigInteger, nullable=False),
    # credit, deregistration, contribution_reduced, fee_waived, not_enrolled, paid_by_mistake
    Column("reason", String(40), nullable=False),
    Column("account_holder", Text, nullable=False),
    # Empty until the student named an account.
    Column("iban", String(34), nullable=False),
    # waits_for_account, ready, ordered, paid, cancelled
    Column("state", String(20), nullable=False),
    # The booking that took the money out of the person's credit, or out of clearing.
    Column("booking_id", ForeignKey("bookings.booking_id"), nullable=False),
    Column("payment_order_number", ForeignKey("payment_orders.payment_order_number"), index=True),
    Column("application_id", columns.Id),
    # The payment that a stranger made by mistake.
    Column("bank_entry_id", columns.Id),
    # The bank's value date, once it is paid.
    Column("pay_date", Date),
    Column("create_time", columns.Moment, nullable=False),
    Column("created_by", String(64), nullable=False),
    Column("version", BigInteger, nullable=False),
    CheckConstraint("amount_cents > 0", name="amount_is_more_than_nothing"),
    Index("ix_refunds_state_refund_id", "state", "refund_id"),
)

# Cash at the desk, with the number of the receipt.
cash_receipts = Table(
    "cash_receipts",
    metadata,
    Column("receipt_number", String(20), primary_key=True),
    Column("person_id", columns.Id, nullable=False, index=True),
    Column("booking_id", ForeignKey("bookings.booking_id"), nullable=False),
    Column("amount_cents", BigInteger, nullable=False),
    Column("receive_time", columns.Moment, nullable=False),
    Column("received_by", String(64), nullable=False),
)
