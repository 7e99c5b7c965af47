"""What happens to certificates after their issue: replaced, withdrawn, looked up otherwise."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest
from certificates.app.accounts import remember_account
from certificates.app.issued import withdrawal_of_certificate
from certificates.app.lookup_rules import set_lookup_rule
from certificates.app.ordering import check_order
from certificates.app.superseding import check_replaceable, supersede
from certificates.app.withdrawing import withdraw_certificate
from certificates.domain.certificate import (
    Certificate,
    CertificateType,
    LookupRule,
    Standing,
    Withdrawal,
)
from certificates.store.certificates import load_certificate, pin_digest_of
from certificates.store.status_places import noted_statuses
from certificates.store.tables import certificates
from chassis.database import Database, Transaction
from chassis.database.tables import mails, outbox
from chassis.errors import Failure
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from matrikel.certificates.v1 import certificate_pb2, events_pb2
from matrikel_verify.status_list import Status
from sqlalchemy import select

from .lifecycle_factories import PERSON_ID, PINS, issued, order, refusal

REASON = "Verdacht auf Urkundenfälschung"


def withdraw(
    database: Database, certificate: Certificate, *, version: int = 1, validate_only: bool = False
) -> Certificate:
    return within(
        database,
        withdraw_certificate,
        certificate.certificate_id,
        version=version,
        reason=REASON,
        withdrawn_by="clerk",
        validate_only=validate_only,
    )


def told(database: Database) -> list[events_pb2.CertificateStateChanged]:
    def found(tx: Transaction) -> list[events_pb2.CertificateStateChanged]:
        rows = tx.execute(select(outbox.c.subject, outbox.c.body))
        return [
            events_pb2.CertificateStateChanged.FromString(row.body)
            for row in rows
            if row.subject.endswith("certificate_state_changed")
        ]

    return within(database, found)


def status_of(database: Database, certificate: Certificate) -> Status:
    def found(tx: Transaction) -> Status:
        place = select(certificates.c.status_index).where(
            certificates.c.certificate_id == certificate.certificate_id
        )
        return dict(noted_statuses(tx)).get(tx.execute(place).scalar_one(), Status.VALID)

    return within(database, found)


def mailed(database: Database) -> list[tuple[str, str]]:
    return within(
        database, lambda tx: [(row.address, row.body) for row in tx.execute(select(mails))]
    )


def test_withdrawing_is_told_to_the_student_to_hearers_and_in_the_list_without_the_reason(
    database: Database, clock: DrivenClock
) -> None:
    certificate = issued(database)
    withdrawn = withdraw(database, certificate)
    assert withdrawn.standing is Standing.WITHDRAWN
    assert withdrawn.standing_since == clock.now()
    [event] = told(database)
    assert event.certificate.state == certificate_pb2.CERTIFICATE_STATE_WITHDRAWN
    assert event.certificate.version == withdrawn.version == 2
    assert REASON.encode() not in event.SerializeToString()
    assert status_of(database, certificate) is Status.WITHDRAWN
    [(address, body)] = mailed(database)
    assert address == ""
    assert certificate.number.printed in body
    assert REASON not in body
    # The mail waited for the mailbox.
    within(database, remember_account, PERSON_ID, "oeztuerk", "ayse@stud.leuphana.example")
    assert mailed(database)[0][0] == "ayse@stud.leuphana.example"


def test_the_office_keeps_who_withdrew_and_why(database: Database) -> None:
    certificate = issued(database)
    withdraw(database, certificate)
    found = within(database, withdrawal_of_certificate, certificate.certificate_id)
    assert found == Withdrawal("clerk", REASON)
    other = issued(database)
    assert within(database, withdrawal_of_certificate, other.certificate_id) is None


def test_trying_it_out_changes_nothing(database: Database) -> None:
    certificate = issued(database)
    tried = withdraw(database, certificate, validate_only=True)
    assert (tried.standing, tried.version) == (Standing.WITHDRAWN, 2)
    assert within(database, load_certificate, certificate.certificate_id) == certificate
    assert told(database) == []
    assert mailed(database) == []


def test_nobody_withdraws_twice_or_what_has_changed_since(database: Database) -> None:
    certificate = issued(database)
    assert refusal(lambda: withdraw(database, certificate, version=7)) == "CERTIFICATE_CHANGED"
    withdraw(database, certificate)
    again = refusal(lambda: withdraw(database, certificate, version=2))
    assert again == "CERTIFICATE_ALREADY_WITHDRAWN"


def test_a_replaced_certificate_can_be_withdrawn_but_not_replaced_again(
    database: Database,
) -> None:
    former, newer = issued(database), issued(database)
    replaced = within(database, supersede, former.certificate_id, newer, False)
    assert replaced.successor_id == newer.certificate_id
    assert status_of(database, former) is Status.SUPERSEDED
    assert [one.certificate.state for one in told(database)] == [
        certificate_pb2.CERTIFICATE_STATE_SUPERSEDED
    ]
    again = refusal(lambda: within(database, supersede, former.certificate_id, newer, False))
    assert again == "CERTIFICATE_CANNOT_BE_REPLACED"
    assert withdraw(database, former, version=2).standing is Standing.WITHDRAWN


def test_only_the_students_own_certificate_of_the_same_type_can_be_replaced(
    database: Database,
) -> None:
    certificate = issued(database)
    transcript, enrolment = CertificateType.TRANSCRIPT, CertificateType.ENROLMENT
    for certificate_id, person_id, kind, expected in (
        (uuid4(), PERSON_ID, transcript, "CERTIFICATE_UNKNOWN"),
        (certificate.certificate_id, uuid4(), transcript, "CERTIFICATE_UNKNOWN"),
        (certificate.certificate_id, PERSON_ID, enrolment, "TYPE_DIFFERS"),
        (certificate.certificate_id, PERSON_ID, transcript, ""),
    ):
        reason = refusal(
            lambda asked=(certificate_id, person_id, kind): within(  # type: ignore[misc]
                database, check_replaceable, *asked
            )
        )
        assert reason == expected


def test_the_holder_changes_who_may_look_a_certificate_up(database: Database) -> None:
    certificate = issued(database)
    with_pin = LookupRule(pin_required=True)

    def change(rule: LookupRule, pin: str, version: int) -> Certificate:
        return within(
            database, set_lookup_rule, certificate.certificate_id, rule, pin, version, PINS
        )

    assert refusal(lambda: change(with_pin, "", 1)) == "PIN_MISSING"
    changed = change(with_pin, "471108", 1)
    assert (changed.lookup_rule, changed.version) == (with_pin, 2)
    kept = within(database, pin_digest_of, certificate.certificate_id)
    assert kept == PINS.digest(certificate.number, "471108")
    # The PIN that is set stays where none is named, and goes with the rule that asked for it.
    both = LookupRule(pin_required=True, birth_date_required=True)
    assert change(both, "", 2).lookup_rule == both
    assert within(database, pin_digest_of, certificate.certificate_id) == kept
    assert refusal(lambda: change(LookupRule(), "", 2)) == "CERTIFICATE_CHANGED"
    change(LookupRule(), "", 3)
    assert within(database, pin_digest_of, certificate.certificate_id) is None


def test_an_enrolment_certificate_cannot_be_restricted_later_either(database: Database) -> None:
    certificate = issued(database, kind=CertificateType.ENROLMENT)
    with pytest.raises(Failure) as refused:
        within(
            database,
            set_lookup_rule,
            certificate.certificate_id,
            LookupRule(switched_off=True),
            "",
            1,
            PINS,
        )
    assert refused.value.reason == "LOOKUP_NOT_RESTRICTABLE"
    assert refused.value.code.name == "FAILED_PRECONDITION"


def test_an_order_with_an_impossible_rule_is_refused_naming_the_fields(
    database: Database, clock: DrivenClock
) -> None:
    yesterday = local_date(clock.now()) - timedelta(days=1)
    rule = LookupRule(pin_required=True, last_date=yesterday)
    with pytest.raises(Failure) as refused:
        within(database, check_order, order(CertificateType.TRANSCRIPT, rule), None)
    assert {one.path: one.reason for one in refused.value.fields} == {
        "lookup_rule.last_date": "LOOKUP_END_IN_THE_PAST",
        "pin": "PIN_MISSING",
    }


async def test_of_many_who_withdraw_at_the_same_moment_one_does(database: Database) -> None:
    certificate = issued(database)

    async def attempt() -> str:
        try:
            await database.write(
                withdraw_certificate,
                certificate.certificate_id,
                version=1,
                reason=REASON,
                withdrawn_by="clerk",
                validate_only=False,
            )
        except Failure as failure:
            return failure.reason
        return "withdrawn"

    outcomes = await asyncio.gather(*(attempt() for _ in range(8)))
    assert outcomes.count("withdrawn") == 1
    assert set(outcomes) <= {
        "withdrawn",
        "CERTIFICATE_ALREADY_WITHDRAWN",
        "CERTIFICATE_CHANGED",
    }
    assert len(told(database)) == len(mailed(database)) == 1
