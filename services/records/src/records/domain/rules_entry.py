"""Reading rules.yaml, with every problem noted."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import TypeVar

from records.domain.profile_entry import Entry
from records.domain.rules import (
    CONTRIBUTION,
    AbroadRules,
    ApplicantRules,
    AppointmentRules,
    DayOfYear,
    DeregistrationRules,
    DoctoralRules,
    FeeCodes,
    LeaveGround,
    LeaveRules,
    PartTimeReason,
    PartTimeRules,
    PreselectionRules,
    RecordsRules,
    ReregistrationRules,
    StudentCardRules,
    StudyCreditRules,
    StudyProof,
    fee_codes_named,
    part_codes_named,
)

_MOST_MONTHS = 6
_MOST_DAYS = 180
_MOST_SEMESTERS = 20
_OLDEST_CHILD = 30
_MOST_BOOKED = 50
# Any leap year: 29 February is a day of the year, too.
_LEAP_YEAR = 2024

E = TypeVar("E", bound=StrEnum)


def rules_from(root: Entry) -> RecordsRules:
    """The rules; problems are noted at the entry."""
    return RecordsRules(
        reregistration=_reregistration(root.entry("reregistration")),
        leave_of_absence=_leave(root.entry("leave_of_absence")),
        part_time=_part_time(root.entry("part_time")),
        semester_abroad=_abroad(root.entry("semester_abroad")),
        deregistration=_deregistration(root.entry("deregistration")),
        study_credit=_study_credit(root.entry("study_credit")),
        preselection=_preselection(root.entry("preselection")),
        doctoral=_doctoral(root.entry("doctoral")),
        applicants=_applicants(root.entry("applicants")),
        student_card=_student_card(root.entry("student_card")),
        appointments=_appointments(root.entry("appointments")),
        fees=_fees(root.entry("fees")),
    )


def check_codes(
    root: Entry, rules: RecordsRules, fee_codes: Iterable[str], part_codes: Iterable[str]
) -> None:
    """Notes codes of fees and contribution parts that the university does not name."""
    fees, parts = set(fee_codes), set(part_codes)
    for place, code in fee_codes_named(rules).items():
        if code and code not in fees:
            known = ", ".join(sorted(fees)) or "none"
            root.note(
                place, f'there is no occasional fee "{code}"', f"Write one of these: {known}."
            )
    for place, codes in part_codes_named(rules).items():
        for code in codes:
            if code not in parts:
                known = ", ".join(sorted(parts)) or "none"
                fault = f'the semester contribution has no part "{code}"'
                root.note(place, fault, f"Write one of these: {known}.")


def _reregistration(entry: Entry) -> ReregistrationRules:
    rules = ReregistrationRules(
        reminder_fee=entry.text("reminder_fee"),
        reminder_days=entry.whole_number("reminder_days", 1, _MOST_DAYS),
        waits_for=entry.optional_texts("waits_for"),
    )
    if CONTRIBUTION not in rules.waits_for:
        entry.note("waits_for", f"{CONTRIBUTION} is missing", f"Write [{CONTRIBUTION}, …].")
    entry.refuse_unknown_keys()
    return rules


def _leave(entry: Entry) -> LeaveRules:
    rules = LeaveRules(
        late_months=entry.whole_number("late_months", 0, _MOST_MONTHS),
        most_in_a_row=entry.whole_number("most_in_a_row", 1, _MOST_SEMESTERS),
        most_without_reason=entry.whole_number("most_without_reason", 1, _MOST_SEMESTERS),
        important_reasons=frozenset(_members(entry, "important_reasons", LeaveGround)),
        proofs=_proofs(entry.entry("proofs"), LeaveGround),
        parts_due=entry.optional_texts("parts_due"),
        withdrawal_months=entry.whole_number("withdrawal_months", 0, _MOST_MONTHS),
        refund_months=entry.whole_number("refund_months", 0, _MOST_MONTHS),
    )
    entry.refuse_unknown_keys()
    return rules


def _part_time(entry: Entry) -> PartTimeRules:
    rules = PartTimeRules(
        deadline=_day_of_year(entry, "deadline"),
        least_semesters=entry.whole_number("least_semesters", 1, _MOST_SEMESTERS),
        recommended_semesters=entry.whole_number("recommended_semesters", 1, _MOST_SEMESTERS),
        semesters_per_extension=entry.whole_number("semesters_per_extension", 1, _MOST_SEMESTERS),
        proofs=_proofs(entry.entry("proofs"), PartTimeReason),
        return_in_summer_deadline=_optional_day_of_year(entry, "return_in_summer_deadline"),
    )
    entry.refuse_unknown_keys()
    return rules


def _abroad(entry: Entry) -> AbroadRules:
    rules = AbroadRules(
        deadline_months=entry.whole_number("deadline_months", 0, _MOST_MONTHS),
        proofs=tuple(_members(entry, "proofs", StudyProof)),
        parts_due=entry.optional_texts("parts_due"),
        counts_until_known=entry.flag("counts_until_known"),
    )
    entry.refuse_unknown_keys()
    return rules


def _deregistration(entry: Entry) -> DeregistrationRules:
    rules = DeregistrationRules(entry.whole_number("refund_months", 0, _MOST_MONTHS))
    entry.refuse_unknown_keys()
    return rules


def _study_credit(entry: Entry) -> StudyCreditRules:
    rules = StudyCreditRules(
        extra_semesters=entry.whole_number("extra_semesters", 0, _MOST_SEMESTERS),
        begins=entry.text("begins"),
        fee=entry.text("fee"),
        child_under_years=entry.whole_number("child_under_years", 1, _OLDEST_CHILD),
        most_as_representative=entry.whole_number("most_as_representative", 0, _MOST_SEMESTERS),
        most_as_officer=entry.whole_number("most_as_officer", 0, _MOST_SEMESTERS),
    )
    if rules.begins and not re.fullmatch(r"[12][0-9]{3}[SW]", rules.begins):
        entry.note("begins", f'"{rules.begins}" is no semester', "Write 2026W or 2027S.")
    entry.refuse_unknown_keys()
    return rules


def _preselection(entry: Entry) -> PreselectionRules:
    rules = PreselectionRules(
        summer_deadline=_day_of_year(entry, "summer_deadline"),
        winter_deadline=_day_of_year(entry, "winter_deadline"),
    )
    entry.refuse_unknown_keys()
    return rules


def _doctoral(entry: Entry) -> DoctoralRules:
    rules = DoctoralRules(
        contribution_parts=entry.optional_texts("contribution_parts"),
        study_credit=entry.flag("study_credit"),
    )
    entry.refuse_unknown_keys()
    return rules


def _applicants(entry: Entry) -> ApplicantRules:
    rules = ApplicantRules(entry.whole_number("payment_days", 1, _MOST_DAYS))
    entry.refuse_unknown_keys()
    return rules


def _student_card(entry: Entry) -> StudentCardRules:
    rules = StudentCardRules(ticket_part=entry.optional_text("ticket_part"))
    entry.refuse_unknown_keys()
    return rules


def _appointments(entry: Entry) -> AppointmentRules:
    rules = AppointmentRules(
        most_booked_in_a_list=entry.whole_number("most_booked_in_a_list", 1, _MOST_BOOKED)
    )
    entry.refuse_unknown_keys()
    return rules


def _fees(entry: Entry) -> FeeCodes:
    codes = FeeCodes(
        card_replacement=entry.text("card_replacement"),
        library_card_deposit=entry.text("library_card_deposit"),
    )
    entry.refuse_unknown_keys()
    return codes


def _day_of_year(entry: Entry, name: str) -> DayOfYear:
    below = entry.entry(name)
    day = DayOfYear(below.whole_number("month", 1, 12), below.whole_number("day", 1, 31))
    below.refuse_unknown_keys()
    try:
        date(_LEAP_YEAR, day.month, day.day)
    except ValueError:
        entry.note(name, f"no month {day.month} has a day {day.day}", "Correct day or month.")
    return day


def _optional_day_of_year(entry: Entry, name: str) -> DayOfYear | None:
    return _day_of_year(entry, name) if entry.is_given(name) else None


def _proofs(entry: Entry, kind: type[E]) -> dict[E, tuple[StudyProof, ...]]:
    proofs = {each: tuple(_members(entry, each.value, StudyProof)) for each in kind}
    entry.refuse_unknown_keys()
    return proofs


def _members(entry: Entry, name: str, kind: type[E]) -> list[E]:
    known = {each.value: each for each in kind}
    members = []
    for text in entry.optional_texts(name):
        if text in known:
            members.append(known[text])
        else:
            entry.note(name, f'"{text}" is not known', f"Write of these: {', '.join(known)}.")
    return members
