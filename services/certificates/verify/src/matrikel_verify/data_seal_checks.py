"""Checking a data seal without any server, and showing it to whoever holds the paper."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key

from matrikel_verify.data_seal import DataSeal, DataSealError, Field, decode
from matrikel_verify.number import MalformedVerificationNumberError, VerificationNumber
from matrikel_verify.trust import DataSealKey
from matrikel_verify.verdict import Check, Outcome

_HALF = 32


@dataclass(frozen=True, slots=True)
class SealedField:
    """A field of a seal for people: they compare it with the paper."""

    label_de: str
    label_en: str
    # The same in every language; a text that was cut ends in "…".
    value: str


_LABELS = {
    Field.TYPE: ("Art der Bescheinigung", "Type of certificate"),
    Field.NUMBER: ("Verifikationsnummer", "Verification number"),
    Field.ISSUER: ("Hochschule", "University"),
    Field.FAMILY_NAME: ("Familienname", "Family name"),
    Field.GIVEN_NAMES: ("Vornamen", "Given names"),
    Field.BIRTH_DATE: ("Geburtsdatum", "Date of birth"),
    Field.BIRTH_PLACE: ("Geburtsort", "Place of birth"),
    Field.MATRICULATION_NUMBER: ("Matrikelnummer", "Matriculation number"),
    Field.PROGRAMME: ("Studiengang", "Degree programme"),
    Field.DEGREE: ("Abschluss", "Degree"),
    Field.SEMESTER: ("Semester", "Semester"),
    Field.SUMMARY: ("Ergebnis", "Result"),
}
_ISSUED = ("Ausgestellt am", "Issued on")
_VALID_UNTIL = ("Gültig bis", "Valid until")

# Both languages stand in one value, as the seal does not say in which the paper is printed.
_TYPES = {
    "enrolment": "Immatrikulationsbescheinigung / certificate of enrolment",
    "registered_exams": "Angemeldete Prüfungen / registered examinations",
    "bafoeg": "Bescheinigung nach § 9 BAföG / certificate under section 9 BAföG",
    "transcript": "Notenspiegel / transcript of records",
    "transcript_passed": "Notenspiegel, nur Bestandenes / transcript of what was passed",
    "master_data": "Stammdatenblatt / master data sheet",
    "exmatriculation": "Exmatrikulationsbescheinigung / certificate of de-registration",
    "study_history": "Studienverlaufsbescheinigung / study history",
    "fee_receipt": "Gebührenquittung / fee receipt",
}


def is_data_seal(content: bytes) -> bool:
    """Whether the bytes of a barcode are a seal of this profile; its signature is not looked at."""
    try:
        decode(content)
    except DataSealError:
        return False
    return True


def check(
    seal: DataSeal, keys: Sequence[DataSealKey], printed_number: str = ""
) -> tuple[Check, ...]:
    """Whether a pinned key signed the seal, and whether it belongs to the paper it stands on.

    `printed_number` is what the paper says, blanks and hyphens anywhere; empty where it is not
    known. A seal is genuine where no check failed (`Verdict.of`).
    """
    key = next((one for one in keys if one.reference == seal.key_reference), None)
    checks = [_key_known(seal, key), _signature(seal, key), _key_in_force(seal, key)]
    checks.append(_number_agrees(seal, printed_number))
    if seal.shortened:
        checks.append(_shortened(seal))
    return tuple(checks)


def fields_of(seal: DataSeal) -> tuple[SealedField, ...]:
    """What the seal says, for comparison with the paper, line by line."""
    return tuple(_fields(seal))


def _key_known(seal: DataSeal, key: DataSealKey | None) -> Check:
    code, reference = "DATA_SEAL_KEY_KNOWN", seal.key_reference
    if key is None:
        return Check(
            code,
            Outcome.FAILED,
            f"Der Strichcode nennt einen Schlüssel, den die Hochschule nicht hat ({reference}).",
            f"The barcode names a key that the university does not have ({reference}).",
        )
    return Check(
        code,
        Outcome.PASSED,
        f"Der Strichcode nennt einen Schlüssel der Hochschule ({reference}).",
        f"The barcode names a key of the university ({reference}).",
    )


def _signature(seal: DataSeal, key: DataSealKey | None) -> Check:
    code = "DATA_SEAL_SIGNATURE"
    if key is None:
        return Check(
            code,
            Outcome.NOT_DONE,
            "Ohne den Schlüssel lässt sich die Signatur des Strichcodes nicht prüfen.",
            "Without the key, the signature of the barcode cannot be checked.",
        )
    if _is_signed_by(seal, key):
        return Check(
            code,
            Outcome.PASSED,
            "Der Inhalt des Strichcodes ist von der Hochschule signiert und unverändert.",
            "The content of the barcode is signed by the university and unchanged.",
        )
    return Check(
        code,
        Outcome.FAILED,
        "Die Signatur des Strichcodes stimmt nicht: Er ist gefälscht oder verändert.",
        "The signature of the barcode is wrong: it is forged or was changed.",
    )


def _is_signed_by(seal: DataSeal, key: DataSealKey) -> bool:
    public_key = load_der_public_key(key.public_key)
    if not isinstance(public_key, ec.EllipticCurvePublicKey):
        return False
    r, s = (int.from_bytes(one, "big") for one in (seal.signature[:_HALF], seal.signature[_HALF:]))
    try:
        public_key.verify(encode_dss_signature(r, s), seal.message, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True


def _key_in_force(seal: DataSeal, key: DataSealKey | None) -> Check:
    code, day = "DATA_SEAL_KEY_IN_FORCE", seal.signature_date.isoformat()
    if key is None:
        return Check(
            code,
            Outcome.NOT_DONE,
            "Von einem unbekannten Schlüssel ist nicht bekannt, wann er galt.",
            "When an unknown key was in force is not known.",
        )
    if key.covers(seal.signature_date):
        return Check(
            code,
            Outcome.PASSED,
            f"Der Schlüssel war am Tag der Signatur in Gebrauch ({day}).",
            f"The key was in use on the day of the signature ({day}).",
        )
    return Check(
        code,
        Outcome.FAILED,
        f"Der Schlüssel war am angegebenen Tag der Signatur nicht in Gebrauch ({day}).",
        f"The key was not in use on the day that the signature names ({day}).",
    )


def _number_agrees(seal: DataSeal, printed_number: str) -> Check:
    code, sealed = "DATA_SEAL_NUMBER_AGREES", seal.facts.number
    if not printed_number.strip():
        return Check(
            code,
            Outcome.NOT_DONE,
            f"Vergleichen Sie die Nummer auf dem Papier mit der des Strichcodes: {sealed.printed}.",
            f"Compare the number on the paper with that of the barcode: {sealed.printed}.",
        )
    try:
        agrees = VerificationNumber.parse(printed_number) == sealed
    except MalformedVerificationNumberError:
        return Check(
            code,
            Outcome.FAILED,
            "Die Nummer auf dem Papier ist keine Verifikationsnummer: Eine Ziffer ist falsch oder"
            " vertauscht.",
            "The number on the paper is no verification number: a digit is wrong or swapped.",
        )
    if agrees:
        return Check(
            code,
            Outcome.PASSED,
            "Die Nummer auf dem Papier ist die des Strichcodes.",
            "The number on the paper is that of the barcode.",
        )
    return Check(
        code,
        Outcome.FAILED,
        f"Der Strichcode gehört zu einer anderen Bescheinigung: Er nennt {sealed.printed}.",
        f"The barcode belongs to another certificate: it names {sealed.printed}.",
    )


def _shortened(seal: DataSeal) -> Check:
    named = [_LABELS[field] for field in sorted(seal.shortened)]
    return Check(
        "DATA_SEAL_SHORTENED",
        Outcome.NOT_DONE,
        "Der Strichcode enthält nur den Anfang, weil der Text zu lang ist: "
        + ", ".join(de for de, _ in named)
        + ". Vergleichen Sie, ob das Papier so beginnt.",
        "The barcode holds only the beginning, as the text is too long: "
        + ", ".join(en for _, en in named)
        + ". Compare whether the paper begins like this.",
    )


def _fields(seal: DataSeal) -> Iterator[SealedField]:
    facts = seal.facts
    values = {
        Field.TYPE: _TYPES.get(facts.type, facts.type),
        Field.NUMBER: facts.number.printed,
        Field.ISSUER: facts.issuer,
        Field.FAMILY_NAME: facts.family_name,
        Field.GIVEN_NAMES: facts.given_names,
        Field.BIRTH_DATE: _day(facts.birth_date),
        Field.BIRTH_PLACE: facts.birth_place,
        Field.MATRICULATION_NUMBER: facts.matriculation_number,
        Field.PROGRAMME: facts.programme,
        Field.DEGREE: facts.degree,
        Field.SEMESTER: _semester(facts.semester_code),
        Field.SUMMARY: facts.summary,
    }
    for field, value in values.items():
        if value:
            yield SealedField(*_LABELS[field], f"{value}…" if field in seal.shortened else value)
    yield SealedField(*_ISSUED, _day(facts.issue_date))
    if facts.valid_until is not None:
        yield SealedField(*_VALID_UNTIL, _day(facts.valid_until))


def _day(day: date) -> str:
    """As German papers have it, and after ISO 8601 for everybody else."""
    return f"{day:%d.%m.%Y} ({day.isoformat()})"


def _semester(code: str) -> str:
    """The semester of a code like "2026W" in both languages."""
    if not code:
        return ""
    year = int(code[:4])
    if code[4] == "W":
        years = f"{year}/{(year + 1) % 100:02}"
        return f"Wintersemester {years} / winter semester {years}"
    return f"Sommersemester {year} / summer semester {year}"
