"""Charging the long-term fee, and keeping it at what is due (NHG §§ 13 and 14).

The fee falls due at enrolment and then in each re-registration window; whether re-registration
waits for it is the university's rule, not ours.
"""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from chassis.database import Transaction
from chassis.values import Semester, local_date

from records.app.charging import FeeToCharge, cancel_charge, charge_fees, waive_charge
from records.app.person_accounts import accounts_of
from records.app.study_credit import credit_facts_of, credit_rules_of
from records.domain.credit_explained import FeeState, SemesterFee
from records.domain.ledger import SYSTEM
from records.domain.reregistration import ReregistrationState
from records.domain.settlement import SettledCharge
from records.domain.study_credit import decide_fee
from records.store import applicants, catalogue, ledger, reregistrations
from records.store.rules import load_rules
from records.texts import long_term_fees as texts

_DUE = frozenset({FeeState.DUE, FeeState.WAIVED})
# Called, and not to re-register any more.
_GONE = frozenset({ReregistrationState.CLOSED, ReregistrationState.EXEMPT})


def charge_long_term_fees(
    tx: Transaction,
    semester: Semester,
    person_ids: Collection[UUID],
    *,
    renew: bool = False,
    by: str = SYSTEM,
) -> frozenset[UUID]:
    """Makes each person's long-term fee of a semester what is due; returns whose changed.

    Charges where none stands, cancels where it is due no longer, and waives what hardship waives;
    run again it changes nothing; to forgive a fee it has to be waived, as one that is cancelled
    while it is due is charged again. Persons and applicants may be mixed; who does not study in the
    semester pays nothing. With `renew`, a fee of which more is waived than hardship waives now is
    cancelled and charged anew, as after a hardship was taken back.

    The number of queries grows only with the fees that are cancelled or waived. The caller calls
    `reregistering.note_account_changed` for those who are returned, unless they were only just
    called to pay.
    """
    ids = sorted(set(person_ids))
    ledger.lock_accounts(tx, ids)
    rules = load_rules(tx)
    credit_rules = credit_rules_of(tx, rules)
    facts = credit_facts_of(tx, ids)
    accounts = accounts_of(tx, ids)
    age = rules.study_credit.child_under_years
    changed: set[UUID] = set()
    missing: dict[UUID, tuple[SemesterFee, int]] = {}
    for person_id in ids:
        fee = decide_fee(facts[person_id], credit_rules, semester)
        charges = accounts[person_id].charges_of(rules.study_credit.fee, semester)
        standing = standing_fee(charges)
        if fee is None or fee.state not in _DUE:
            if standing is not None:
                reason = texts.not_charged(semester, fee, age)
                cancel_charge(tx, standing.charge.charge_id, reason, by=by)
                changed.add(person_id)
        elif standing is None:
            missing[person_id] = (fee, len(charges))
        elif renew and standing.waived > fee.waived_cents:
            cancel_charge(tx, standing.charge.charge_id, texts.CHARGED_ANEW, by=by)
            missing[person_id] = (fee, len(charges))
        elif (more := min(fee.waived_cents - standing.waived, standing.due)) > 0:
            reason = texts.hardship(fee.grounds, age)
            waive_charge(tx, standing.charge.charge_id, more, reason, by=by)
            changed.add(person_id)
    _charge(tx, semester, rules.study_credit.fee, missing, age, by)
    return frozenset(changed | missing.keys())


def keep_long_term_fees(
    tx: Transaction, person_id: UUID, *, renew: bool = False, by: str = SYSTEM
) -> frozenset[Semester]:
    """Makes the fees of a person what is due after something about the credit has changed.

    Looks at the semesters for which the person was called or charged already, those that lie ahead
    included: what comes later is charged when its time has come. Returns the semesters whose fee
    changed; where there are any the caller calls `reregistering.note_account_changed`.
    """
    ledger.lock_accounts(tx, [person_id])
    fee_code = load_rules(tx).study_credit.fee
    account = accounts_of(tx, [person_id])[person_id]
    charged = {
        each.charge.semester
        for each in account.charges
        if each.charge.fee_code == fee_code and each.charge.semester is not None
    }
    current = Semester.of(local_date(tx.now))
    called = {
        each.semester
        for each in reregistrations.load_reregistrations_of(tx, [person_id])
        if each.semester >= current and each.state not in _GONE
    }
    changed = {
        semester
        for semester in sorted(charged | called)
        if charge_long_term_fees(tx, semester, [person_id], renew=renew, by=by)
    }
    return frozenset(changed)


def _charge(
    tx: Transaction,
    semester: Semester,
    fee_code: str,
    missing: dict[UUID, tuple[SemesterFee, int]],
    age: int,
    by: str,
) -> None:
    """Charges fees by person; each comes with the number of those that were cancelled before."""
    if not missing:
        return
    deadlines = _deadlines(tx, semester, missing)
    last_day = _last_day_to_pay(tx, semester)
    charge_ids = charge_fees(
        tx,
        [
            FeeToCharge(
                person_id=person_id,
                fee_code=fee_code,
                # A fee that was cancelled stays so; another one is charged beside it.
                occasion=f"anew-{cancelled}" if cancelled else "",
                semester=semester,
                due_date=deadlines.get(person_id, last_day),
                text=texts.charged(semester, fee),
            )
            for person_id, (fee, cancelled) in missing.items()
        ],
        by=by,
    )
    for charge_id, (fee, _) in zip(charge_ids, missing.values(), strict=True):
        if fee.waived_cents:
            reason = texts.hardship(fee.grounds, age)
            waive_charge(tx, charge_id, fee.waived_cents, reason, by=by)


def standing_fee(charges: Collection[SettledCharge]) -> SettledCharge | None:
    """The fee that was charged and not cancelled."""
    return next((each for each in charges if not each.is_cancelled), None)


def _deadlines(
    tx: Transaction, semester: Semester, person_ids: Collection[UUID]
) -> dict[UUID, date]:
    """Until when applicants have to pay for enrolling in the semester."""
    return {
        each.person_id: each.payment_deadline_date
        for each in applicants.load_open_applicants_of(tx, person_ids)
        if each.first_semester == semester
    }


def _last_day_to_pay(tx: Transaction, semester: Semester) -> date:
    """The end of the re-registration window, and never a day that is over."""
    today = local_date(tx.now)
    windows = (each for each in catalogue.load_semesters(tx) if each.semester == semester)
    return max([today, *(each.reregistration.last for each in windows)])
