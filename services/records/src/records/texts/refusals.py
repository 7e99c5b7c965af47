"""Every refusal of records: its reason code and its sentence, naming what mends it."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText, Semester

from records.domain.person import OLDEST_AGE, YOUNGEST_AGE, FactFault, FactProblem

_ALLOWED_DE = (
    "Erlaubt sind lateinische Buchstaben mit ihren Zeichen, Apostroph, Bindestrich, Punkt, Komma"
    " und Leerzeichen"
)
_ALLOWED_EN = "Latin letters with their marks, apostrophe, hyphen, dot, comma and blank are allowed"

FACT_TEXTS = {
    FactFault.NAME_WITHOUT_LETTER: LocalizedText(
        de="Der Name enthält keinen Buchstaben. Bitte geben Sie ihn wie im Ausweis ein.",
        en="The name has no letter. Please enter it as it stands in the passport.",
    ),
    FactFault.NAME_LETTER_NOT_ALLOWED: LocalizedText(
        de=f"Das Zeichen {{character}} ist in Namen nicht vorgesehen. {_ALLOWED_DE}. Bitte geben"
        " Sie den Namen in der lateinischen Schreibweise des Ausweises ein.",
        en=f"The character {{character}} has no place in names. {_ALLOWED_EN}. Please enter the"
        " name in the Latin spelling of the passport.",
    ),
    FactFault.MARK_WITHOUT_LETTER: LocalizedText(
        de="Das Zeichen {character} gehört über oder unter einen Buchstaben, steht hier aber"
        " allein. Bitte setzen Sie den Buchstaben davor oder entfernen Sie das Zeichen.",
        en="The mark {character} belongs above or below a letter, but stands alone here. Please"
        " put the letter before it, or remove the mark.",
    ),
    FactFault.TOO_MANY_MARKS: LocalizedText(
        de="Ein Buchstabe trägt hier mehr als zwei Zeichen wie {character}. Bitte geben Sie den"
        " Namen wie im Ausweis ein.",
        en="A letter bears more than two marks such as {character} here. Please enter the name as"
        " it stands in the passport.",
    ),
    FactFault.PLACE_WITHOUT_LETTER: LocalizedText(
        de="Der Geburtsort enthält keinen Buchstaben. Bitte geben Sie ihn wie im Ausweis ein.",
        en="The place of birth has no letter. Please enter it as it stands in the passport.",
    ),
    FactFault.PLACE_LETTER_NOT_ALLOWED: LocalizedText(
        de=f"Das Zeichen {{character}} ist in Ortsnamen nicht vorgesehen. {_ALLOWED_DE}, dazu"
        " Ziffern, Klammern und Schrägstrich. Bitte geben Sie den Ort in lateinischer Schrift ein.",
        en=f"The character {{character}} has no place in place names. {_ALLOWED_EN}, and digits,"
        " brackets and slash. Please enter the place in Latin letters.",
    ),
    FactFault.BIRTH_DATE_IMPOSSIBLE: LocalizedText(
        de="Diesen Tag gibt es im Kalender nicht. Bitte prüfen Sie Tag, Monat und Jahr.",
        en="There is no such day in the calendar. Please check day, month and year.",
    ),
    FactFault.BIRTH_DATE_NOT_PAST: LocalizedText(
        de="Das Geburtsdatum muss in der Vergangenheit liegen. Bitte prüfen Sie das Jahr.",
        en="The birth date must be in the past. Please check the year.",
    ),
    FactFault.BIRTH_DATE_IMPLAUSIBLE: LocalizedText(
        de=f"Nach diesem Geburtsdatum wäre die Person jünger als {YOUNGEST_AGE} oder älter als"
        f" {OLDEST_AGE} Jahre. Bitte prüfen Sie das Jahr.",
        en=f"By this birth date the person would be younger than {YOUNGEST_AGE} or older than"
        f" {OLDEST_AGE} years. Please check the year.",
    ),
}


def facts_refused(problems: tuple[FactProblem, ...], within: str = "new_person.") -> Failure:
    """Facts about a person that cannot be taken; every one of them is named.

    `within` is where the request has them.
    """
    return Failure(
        Code.INVALID_ARGUMENT,
        "PERSON_FACTS_INVALID",
        LocalizedText(
            de="Die Angaben zur Person können so nicht übernommen werden. Bitte berichtigen Sie"
            " die genannten Felder.",
            en="The facts about the person cannot be taken as they are. Please correct the fields"
            " named.",
        ),
        fields=tuple(
            FieldProblem(
                f"{within}{problem.field}",
                problem.fault.value,
                FACT_TEXTS[problem.fault].format(character=problem.character),
            )
            for problem in problems
        ),
    )


def programme_unknown(programme_code: str) -> Failure:
    """There is no such degree programme."""
    text = LocalizedText(
        de="Den Studiengang „{code}“ gibt es nicht. Bitte wählen Sie einen aus dem"
        " Studiengangsverzeichnis.",
        en="There is no degree programme “{code}”. Please choose one from the programme catalogue.",
    ).format(code=programme_code)
    return _unknown("PROGRAMME_UNKNOWN", text, "programme_code", programme_code)


def regulations_version_unknown(programme_code: str, version_code: str, known: str) -> Failure:
    """The programme has no such version of its regulations."""
    text = LocalizedText(
        de="Der Studiengang „{programme}“ hat keine PO-Version „{version}“. Bitte wählen Sie eine"
        " von diesen: {known}.",
        en="The degree programme “{programme}” has no regulations version “{version}”. Please"
        " choose one of these: {known}.",
    ).format(programme=programme_code, version=version_code, known=known)
    field = "regulations_version_code"
    return _unknown("REGULATIONS_VERSION_UNKNOWN", text, field, version_code)


def semester_unknown(semester: Semester) -> Failure:
    """The semester is not in the calendar."""
    text = LocalizedText(
        de="Das {name} ({code}) steht nicht im Semesterkalender. Bitte wählen Sie ein"
        " veröffentlichtes Semester oder lassen Sie den Kalender ergänzen.",
        en="The {name} ({code}) is not in the semester calendar. Please choose a published"
        " semester, or have the calendar completed.",
    ).format(name=semester.name, code=semester.code)
    return _unknown("SEMESTER_UNKNOWN", text, "first_semester", semester.code)


def person_unknown(matriculation_number: str) -> Failure:
    """Nobody has the matriculation number."""
    text = LocalizedText(
        de="Zur Matrikelnummer {number} gibt es keine Person. Bitte prüfen Sie die Nummer oder"
        " erfassen Sie die Person neu.",
        en="There is no person with the matriculation number {number}. Please check the number, or"
        " enter the person as a new one.",
    ).format(number=matriculation_number)
    return _unknown("PERSON_UNKNOWN", text, "matriculation_number", matriculation_number)


def person_id_unknown(person_id: str) -> Failure:
    """There is no person with the id."""
    text = LocalizedText(
        de="Diese Person gibt es nicht. Bitte suchen Sie sie über Matrikelnummer oder Namen.",
        en="There is no such person. Please search by matriculation number or name.",
    )
    return _unknown("PERSON_UNKNOWN", text, "person_id", person_id)


def enrolment_unknown(enrolment_id: str) -> Failure:
    """There is no enrolment with the id."""
    text = LocalizedText(
        de="Diese Einschreibung gibt es nicht. Bitte wählen Sie sie in der Liste der"
        " Einschreibungen aus.",
        en="There is no such enrolment. Please choose it from the list of enrolments.",
    )
    return _unknown("ENROLMENT_UNKNOWN", text, "enrolment_id", enrolment_id)


def already_enrolled(enrolment_id: str, programme_name: LocalizedText) -> Failure:
    """The person is enrolled in the programme already."""
    text = LocalizedText(
        de="Die Person ist im Studiengang „{name}“ bereits eingeschrieben. Eine zweite"
        " Einschreibung ist nicht nötig; bitte öffnen Sie die vorhandene.",
        en="The person is enrolled in the degree programme “{name}” already. No second enrolment"
        " is needed; please open the existing one.",
    ).format(name=programme_name)
    return Failure(
        Code.ALREADY_EXISTS,
        "ALREADY_ENROLLED",
        text,
        metadata={"enrolment_id": enrolment_id},
        fields=(FieldProblem("programme_code", "ALREADY_ENROLLED", text),),
    )


def major_unknown(major: str, known: tuple[LocalizedText, ...]) -> Failure:
    """The programme does not offer the major."""
    return _not_offered("MAJOR_UNKNOWN", "major", "Major", "major", major, known)


def minor_unknown(minor: str, known: tuple[LocalizedText, ...]) -> Failure:
    """The programme does not offer the minor."""
    return _not_offered("MINOR_UNKNOWN", "minor", "Minor", "minor", minor, known)


def matriculation_numbers_used_up() -> Failure:
    """All seven-digit numbers have been given."""
    return Failure(
        Code.RESOURCE_EXHAUSTED,
        "MATRICULATION_NUMBERS_USED_UP",
        LocalizedText(
            de="Alle siebenstelligen Matrikelnummern sind vergeben. Bitte wenden Sie sich an die"
            " Systemverwaltung.",
            en="All matriculation numbers of seven digits have been given. Please turn to the"
            " system administrators.",
        ),
    )


def university_not_loaded() -> Failure:
    """No profile has been loaded yet."""
    return Failure(
        Code.FAILED_PRECONDITION,
        "UNIVERSITY_NOT_LOADED",
        LocalizedText(
            de="Die Angaben zur Hochschule fehlen noch. Die Systemverwaltung lädt sie mit"
            " „records profile load“.",
            en="The facts about the university are still missing. The system administrators load"
            " them with “records profile load”.",
        ),
    )


def _unknown(reason: str, text: LocalizedText, field: str, value: str) -> Failure:
    return Failure(
        Code.NOT_FOUND,
        reason,
        text,
        metadata={field: value},
        fields=(FieldProblem(field, reason, text),),
    )


def _not_offered(
    reason: str, field: str, de: str, en: str, value: str, known: tuple[LocalizedText, ...]
) -> Failure:
    if known:
        text = LocalizedText(
            de=f"Der Studiengang hat keinen {de} „{{value}}“. Bitte wählen Sie einen von diesen:"
            " {known}.",
            en=f"The degree programme has no {en} “{{value}}”. Please choose one of these:"
            " {known}.",
        )
    else:
        text = LocalizedText(
            de=f"In diesem Studiengang wird kein {de} gewählt. Bitte lassen Sie das Feld leer.",
            en=f"There is no {en} to choose in this degree programme. Please leave the field"
            " empty.",
        )
    text = text.format(value=value, known=", ".join(each.de for each in known))
    return Failure(Code.INVALID_ARGUMENT, reason, text, fields=(FieldProblem(field, reason, text),))
