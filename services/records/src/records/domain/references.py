"""Numbers and names in a bank reference, as people type them and banks wrap them.

Source: guide 002, "Transferring the semester contributions": "please indicate your matriculation
number (7 digits) as a reference. If you are enrolling, you must provide your applicant number (9
digits). Your surname and first name follow afterwards in each case." And the paragraph on
re-registration: the number is to be "the matriculation number (7 digits) and not an applicant
number or an lg number", which people mix up.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from records.domain.reference_words import typed_words_in, words_in

MATRICULATION_DIGITS = 7
APPLICANT_DIGITS = 9

# Where banks wrap a reference: SEPA's 35 characters a line, and the 27 of older formats.
_WRAPPED_AT = (35, 27)
# What German banks put before the parts of a reference; the payer's own words are behind SVWZ.
_PARTS = re.compile(
    r"(SVWZ|EREF|KREF|MREF|CRED|DEBT|COAM|OAMT|ABWA|ABWE|PURP|IBAN|BIC|RREF|ANAM)\+"
)
_OWN_WORDS = frozenset({"SVWZ", ""})

_USER_NAME = re.compile(r"(?<![a-z0-9])lg[ ._-]?([0-9]{6})(?![0-9])", re.IGNORECASE)
_IBAN = re.compile(
    r"(?<![A-Z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?(?![A-Z0-9])"
)
# Mistyped, or cut: whatever is said to be one.
_IBAN_SAID = re.compile(r"(?i:\biban)\b\W{0,3}[A-Z]{2}[0-9]{2}(?: ?[0-9]{1,4}){0,7}")
_DAYS = (
    re.compile(
        r"(?<![0-9])(?<![0-9]\.)(?:0?[1-9]|[12][0-9]|3[01])\. ?(?:0?[1-9]|1[0-2])\. ?"
        r"(?:19|20)?[0-9]{2}(?![0-9]|\.[0-9])"
    ),
    re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}-[01][0-9]-[0-3][0-9](?![0-9])"),
    re.compile(r"(?<![0-9])[0-3]?[0-9]/[01]?[0-9]/(?:19|20)[0-9]{2}(?![0-9])"),
)
_AMOUNT = re.compile(
    r"(?<![0-9])(?:(?:EUR|€) ?[0-9][0-9.]*(?:,[0-9]{1,2})?(?:\.[0-9]{2})?|"
    r"[0-9][0-9.]*,[0-9]{2}(?![0-9])(?: ?(?:EUR|€))?|[0-9][0-9.,]* ?(?:EUR\b|€))",
    re.IGNORECASE,
)
_SEMESTER = re.compile(
    r"(?<![a-z])(?:sose|wise|ss|ws|s|w|so|wi|sommersemester|wintersemester|sommer|winter|semester|"
    r"summer|summer semester|winter semester|summer term|winter term)"
    r"[ .:_-]{0,2}(?:20)?[0-9]{2}(?: ?[/-] ?(?:20)?[0-9]{2})?(?![0-9])",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(?<![0-9])20[0-9]{2} ?[/-] ?(?:20)?[0-9]{2}(?![0-9]|-[0-9])")
# "Tel. 04131 677-1234", "+49 4131 6771234", "0171 1234567"; but not the end of "1 00 0 000".
_PHONE = re.compile(
    r"(?:\b(?:tel|telefon|phone|mobil|mobile|handy|fax)\b[ .:]{0,3}[+0-9][0-9 /().-]{4,24}"
    r"|\+[0-9][0-9 /().-]{6,24}"
    r"|(?<![0-9])(?<![0-9][ .-])0[0-9]{1,5}(?: ?[/-] ?| )[0-9][0-9 -]{3,14}[0-9])",
    re.IGNORECASE,
)
# Digits that belong together though typed apart: "123 45 67", "123.4567", "123-4567".
_CHAIN = re.compile(r"[0-9]+(?:[ .\-]{1,2}[0-9]+)*")
_GROUP = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Reference:
    """What can be found in a reference; nothing of it is known to be right."""

    # Seven digits in one piece, or typed apart with nothing else around them.
    matriculation_numbers: tuple[str, ...] = ()
    applicant_numbers: tuple[str, ...] = ()
    # "lg100001".
    user_names: tuple[str, ...] = ()
    # Numbers that arise from neighbouring digits only; believed together with the name alone.
    doubtful_numbers: tuple[str, ...] = ()
    # All words in order: comparable, and as searches find them.
    words: tuple[str, ...] = ()
    typed_words: tuple[str, ...] = ()

    @property
    def numbers(self) -> tuple[str, ...]:
        """Every number that could be somebody's, the likely ones first."""
        return (*self.matriculation_numbers, *self.applicant_numbers, *self.doubtful_numbers)


def read_reference(lines: Sequence[str], end_to_end_id: str = "") -> Reference:
    """What a reference holds. `lines` are as the bank wrapped them.

    The payer's own EndToEndId is looked at only where the reference holds no number: some banking
    apps put the reference there.
    """
    text, *others = (_own_words(_composed(each)) for each in _joinings(lines))
    found = _read(text)
    # Where a line was wrapped inside a number cannot always be told: both ways are read, and
    # what only one of them shows counts as doubtful unless it is the only number.
    for other in others:
        found = _merged(found, _read(other))
    if not found.numbers and not found.user_names and end_to_end_id:
        behind = _read(_composed(end_to_end_id))
        found = _merged(found, behind)
    return found


def _merged(one: Reference, other: Reference) -> Reference:
    if not one.matriculation_numbers and not one.applicant_numbers:
        doubtful = _once((*one.doubtful_numbers, *other.doubtful_numbers))
        return Reference(
            other.matriculation_numbers,
            other.applicant_numbers,
            one.user_names or other.user_names,
            doubtful,
            one.words or other.words,
            one.typed_words or other.typed_words,
        )
    likely = {*one.matriculation_numbers, *one.applicant_numbers}
    more = [each for each in other.numbers if each not in likely]
    return Reference(
        one.matriculation_numbers,
        one.applicant_numbers,
        one.user_names,
        _once((*one.doubtful_numbers, *more)),
        one.words,
        one.typed_words,
    )


def _joinings(lines: Sequence[str]) -> list[str]:
    """The lines in one: wrapped where they are full, and with a blank between all of them."""
    wrapped, before = "", ""
    for line in lines:
        joined = not wrapped or len(before) in _WRAPPED_AT
        wrapped += line if joined else f" {line}"
        before = line
    apart = " ".join(lines)
    return [wrapped] if wrapped == apart else [wrapped, apart]


def _own_words(text: str) -> str:
    """The payer's own words: what stands behind SVWZ+, and outside all other marks."""
    pieces = _PARTS.split(text)
    own = [pieces[0]]
    for mark, content in zip(pieces[1::2], pieces[2::2], strict=True):
        if mark in _OWN_WORDS:
            own.append(content)
    return " ".join(own)


def _composed(text: str) -> str:
    """The text in composed letters and common digits, without what nobody sees."""
    whole = unicodedata.normalize("NFKC", text)
    return "".join(one for one in whole if unicodedata.category(one) not in ("Cf", "Cc"))


def _read(text: str) -> Reference:
    user_names = _once(f"lg{found}" for found in _USER_NAME.findall(text))
    text = _USER_NAME.sub(" ; ", text)
    # A creditor reference (ISO 11649) holds the number behind its check digits.
    text = re.sub(r"\bRF[0-9]{2} ?(?=[0-9])", " ", text)
    without_iban = _IBAN_SAID.sub(" ; ", _IBAN.sub(" ; ", text))
    for pattern in (_IBAN, _IBAN_SAID, *_DAYS, _AMOUNT, _SEMESTER, _YEARS, _PHONE):
        # Something between stays, so that digits on both sides do not meet.
        text = pattern.sub(" ; ", text)
    matriculation: list[str] = []
    applicant: list[str] = []
    doubtful: list[str] = []
    for chain in _CHAIN.findall(text):
        groups = _GROUP.findall(chain)
        whole = [one for one in groups if len(one) in (MATRICULATION_DIGITS, APPLICANT_DIGITS)]
        together = "".join(groups)
        if not whole and len(together) in (MATRICULATION_DIGITS, APPLICANT_DIGITS):
            whole = [together]
        for number in whole:
            _add(number, matriculation, applicant)
        if not whole:
            doubtful += _runs(groups)
    likely = {*matriculation, *applicant}
    return Reference(
        matriculation_numbers=_once(matriculation),
        applicant_numbers=_once(applicant),
        user_names=user_names,
        doubtful_numbers=_once(
            each for each in doubtful if each not in likely and not each.startswith("0")
        ),
        words=words_in(without_iban),
        typed_words=typed_words_in(without_iban),
    )


def _add(number: str, matriculation: list[str], applicant: list[str]) -> None:
    if len(number) == APPLICANT_DIGITS:
        applicant.append(number)
    elif not number.startswith("0"):
        # Matriculation numbers begin at 1000000.
        matriculation.append(number)


def _runs(groups: Sequence[str]) -> list[str]:
    """Seven or nine digits made of neighbouring groups: "2027 123 4567" holds "1234567"."""
    found = []
    for first in range(len(groups)):
        together = ""
        for group in groups[first:]:
            together += group
            if len(together) in (MATRICULATION_DIGITS, APPLICANT_DIGITS) and together != group:
                found.append(together)
            if len(together) >= APPLICANT_DIGITS:
                break
    return found


def _once(found: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(found))
