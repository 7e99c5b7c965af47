"""Who may look a certificate up: the holder's choice, and whether somebody fulfils it.

Enrolment and BAföG certificates always answer to the number alone: the university promises their
holders that every office and company can check them with it (guide 000, "Studienbescheinigungen").
"""

import hmac
from dataclasses import dataclass, field
from datetime import date
from enum import Enum

from certificates.domain.certificate import CertificateType, LookupRule
from certificates.domain.types import TYPES

# Stands in for what is not there, so that the same is compared whether or not there is anything.
_NO_DIGEST = bytes(32)
_NO_DAY = date.min


class LookupProblem(Enum):
    """What stands against a rule that a holder chose."""

    NOT_RESTRICTABLE = "LOOKUP_NOT_RESTRICTABLE"
    END_IN_THE_PAST = "LOOKUP_END_IN_THE_PAST"
    PIN_MISSING = "PIN_MISSING"
    PIN_WITHOUT_NEED = "PIN_WITHOUT_NEED"


def is_restrictable(kind: CertificateType) -> bool:
    """Whether holders may restrict who looks a certificate of the type up."""
    return TYPES[kind].lookup_restrictable


def lookup_problems(
    kind: CertificateType, rule: LookupRule, pin: str, today: date, *, has_pin: bool = False
) -> tuple[LookupProblem, ...]:
    """Everything that stands against the rule; `has_pin` where a PIN was set before.

    A last day of today is none in the past: the look-up answers until its end.
    """
    problems = []
    if rule != LookupRule() and not is_restrictable(kind):
        problems.append(LookupProblem.NOT_RESTRICTABLE)
    if rule.last_date is not None and rule.last_date < today:
        problems.append(LookupProblem.END_IN_THE_PAST)
    if rule.pin_required and not pin and not has_pin:
        problems.append(LookupProblem.PIN_MISSING)
    if pin and not rule.pin_required:
        problems.append(LookupProblem.PIN_WITHOUT_NEED)
    return tuple(problems)


@dataclass(frozen=True, slots=True)
class HeldLookup:
    """What a look-up of one certificate asks for."""

    rule: LookupRule
    birth_date: date
    pin_digest: bytes | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Named:
    """What somebody named besides the number; `pin_digest` is made of whatever was named."""

    birth_date: date | None
    pin_digest: bytes = field(repr=False)


def answers(held: HeldLookup | None, named: Named, today: date, *, locked: bool) -> bool:
    """Whether a look-up is answered; `locked` where too much was guessed for this number.

    Everything is compared every time, also where no certificate carries the number: how long it
    takes tells nothing. A locked number answers nobody who has to know something besides it.
    """
    rule = held.rule if held else LookupRule()
    pin_digest = (held.pin_digest if held else None) or _NO_DIGEST
    birth_date = held.birth_date if held else _NO_DAY
    pin_fits = hmac.compare_digest(named.pin_digest, pin_digest)
    day = named.birth_date or _NO_DAY
    day_fits = hmac.compare_digest(day.isoformat(), birth_date.isoformat())
    asks = rule.pin_required | rule.birth_date_required
    over = rule.last_date is not None and today > rule.last_date
    return (
        (held is not None)
        & (not rule.switched_off)
        & (not over)
        & (pin_fits | (not rule.pin_required))
        & ((day_fits & (named.birth_date is not None)) | (not rule.birth_date_required))
        & (not (locked & asks))
    )
