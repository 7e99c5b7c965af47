"""Storing and reading the facts about the university."""

from typing import Any

from chassis.database import Transaction
from chassis.values import Cents, Semester
from sqlalchemy import select

from records.domain.rules import RecordsRules
from records.domain.university import (
    BankAccount,
    ContactPoint,
    Contribution,
    ContributionPart,
    OccasionalFee,
    School,
    University,
)
from records.store import tables
from records.store.rules import rules_row
from records.store.synchronise import Absent, Synchronised, synchronise

_THE_ROW = 1


def store_university(
    tx: Transaction, university: University, rules: RecordsRules
) -> tuple[Synchronised, ...]:
    """Brings the university's tables to the facts given."""
    facts = {
        "university_id": _THE_ROW,
        "name": university.name,
        "destatis_code": university.destatis_code,
        "city": university.city,
        "street_address": university.street_address,
        "postal_code": university.postal_code,
        "website": university.website,
        "mailbox_domain": university.mailbox_domain,
        "account_recipient": university.bank_account.recipient,
        "account_iban": university.bank_account.iban,
        "account_bank_name": university.bank_account.bank_name,
        "account_bic": university.bank_account.bic,
        "rules": rules_row(rules),
    }
    schools = [
        {"school_code": each.code, "position": position, "name": each.name}
        for position, each in enumerate(university.schools)
    ]
    contact_points = [
        {
            "contact_point_code": each.code,
            "position": position,
            "name": each.name,
            "purpose": each.purpose,
            "email": each.email,
            "url": each.url,
            "location": each.location,
            "in_footer": each.in_footer,
        }
        for position, each in enumerate(university.contact_points)
    ]
    fees = [
        {
            "fee_code": each.code,
            "position": position,
            "name": each.name,
            "amount_cents": each.amount.amount,
        }
        for position, each in enumerate(university.occasional_fees)
    ]
    parts = [
        {"from_semester": each.from_semester.code, **row}
        for each in university.contributions
        for row in _part_rows(each.parts, whole_code="")
    ]
    return (
        synchronise(tx, tables.university, [facts], Absent.KEPT),
        # Programmes, and through them enrolments, refer to their school.
        synchronise(tx, tables.schools, schools, Absent.KEPT),
        synchronise(tx, tables.contact_points, contact_points, Absent.REMOVED),
        synchronise(tx, tables.contribution_parts, parts, Absent.REMOVED),
        synchronise(tx, tables.occasional_fees, fees, Absent.REMOVED),
    )


def load_university(tx: Transaction) -> University | None:
    """The facts about the university, None before a profile was loaded."""
    row = tx.execute(select(tables.university)).one_or_none()
    if row is None:
        return None
    return University(
        name=row.name,
        destatis_code=row.destatis_code,
        city=row.city,
        street_address=row.street_address,
        postal_code=row.postal_code,
        website=row.website,
        mailbox_domain=row.mailbox_domain,
        schools=tuple(
            School(each.school_code, each.name)
            for each in tx.execute(
                select(tables.schools).order_by(
                    tables.schools.c.position, tables.schools.c.school_code
                )
            )
        ),
        contact_points=tuple(
            ContactPoint(
                code=each.contact_point_code,
                name=each.name,
                purpose=each.purpose,
                email=each.email,
                url=each.url,
                location=each.location,
                in_footer=each.in_footer,
            )
            for each in tx.execute(
                select(tables.contact_points).order_by(tables.contact_points.c.position)
            )
        ),
        contributions=load_contributions(tx),
        occasional_fees=tuple(
            OccasionalFee(each.fee_code, each.name, Cents(each.amount_cents))
            for each in tx.execute(
                select(tables.occasional_fees).order_by(tables.occasional_fees.c.position)
            )
        ),
        bank_account=BankAccount(
            row.account_recipient, row.account_iban, row.account_bank_name, row.account_bic
        ),
    )


def _part_rows(parts: tuple[ContributionPart, ...], whole_code: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for position, part in enumerate(parts):
        rows.append(
            {
                "part_code": part.code,
                "whole_code": whole_code,
                "position": position,
                "name": part.name,
                "amount_cents": part.amount.amount,
            }
        )
        rows += _part_rows(part.parts, whole_code=part.code)
    return rows


def load_contributions(tx: Transaction) -> tuple[Contribution, ...]:
    """The semester contributions in order of time."""
    table = tables.contribution_parts
    rows = tx.execute(select(table).order_by(table.c.position)).all()

    def parts_of(from_semester: str, whole_code: str) -> tuple[ContributionPart, ...]:
        return tuple(
            ContributionPart(
                row.part_code,
                row.name,
                Cents(row.amount_cents),
                parts_of(from_semester, row.part_code),
            )
            for row in rows
            if row.from_semester == from_semester and row.whole_code == whole_code
        )

    return tuple(
        Contribution(Semester.parse(code), parts_of(code, ""))
        for code in sorted({row.from_semester for row in rows})
    )
