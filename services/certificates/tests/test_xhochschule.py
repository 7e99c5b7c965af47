"""The messages of XHochschule: they conform, and say what the paper says."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import Facts, SemesterStatus
from certificates.xhochschule import message_of
from certificates.xhochschule.elements import Element
from chassis.values import PersonName
from lxml import etree

from . import message_facts as samples
from . import samples as further

_SCHEMAS = Path(__file__).parents[4] / "shared" / "xhochschule" / "xsd"
_NAMES = {"h": "http://xhochschule.de/def/xhochschule/1.2/xsd"}
_NAMES |= {"b": "http://xbildung.de/def/xbildung/1.2/xsd"}

TYPES = (
    CertificateType.ENROLMENT,
    CertificateType.BAFOEG,
    CertificateType.EXMATRICULATION,
    CertificateType.STUDY_HISTORY,
    CertificateType.TRANSCRIPT,
    CertificateType.TRANSCRIPT_PASSED,
)
needs_schemas = pytest.mark.skipif(
    not _SCHEMAS.is_dir(), reason="the standard's schemas are not beside this repository"
)


class _LocalSchemas(etree.Resolver):  # type: ignore[misc]  # lxml brings no types
    """Answers every schema address by the file of the same name."""

    def resolve(self, url: str, _public_id: str, context: object) -> object:
        """The file; None leaves an address unanswered."""
        local = _SCHEMAS / url.rsplit("/", 1)[-1]
        return self.resolve_filename(str(local), context) if local.exists() else None


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    parser = etree.XMLParser(no_network=True)
    parser.resolvers.add(_LocalSchemas())
    return etree.XMLSchema(etree.parse(str(_SCHEMAS / "xhochschule.xsd"), parser))


def _message(
    kind: CertificateType,
    language: DocumentLanguage = DocumentLanguage.DE,
    facts: Facts | None = None,
) -> tuple[Element, Document]:
    gathered = facts or samples.facts(kind)
    document = samples.document(kind, language, gathered)
    content = message_of(kind, gathered, document)
    assert content is not None
    return etree.fromstring(content), document


def _text(root: Element, path: str) -> str:
    found = root.xpath(path, namespaces=_NAMES)
    assert len(found) == 1, f"{path}: {len(found)} of them"
    return str(found[0].text)


def _texts(root: Element, path: str) -> list[str]:
    return [str(one.text) for one in root.xpath(path, namespaces=_NAMES)]


def _printed(document: Document) -> dict[str, str]:
    return {one.label.de: one.value for one in document.printed_fields}


@needs_schemas
@pytest.mark.parametrize("language", DocumentLanguage)
@pytest.mark.parametrize("kind", TYPES)
def test_every_message_conforms_to_the_standard(
    schema: etree.XMLSchema, kind: CertificateType, language: DocumentLanguage
) -> None:
    message, _ = _message(kind, language)
    assert schema.validate(message), schema.error_log


@needs_schemas
@pytest.mark.parametrize(
    ("kind", "facts"),
    [(kind, further.facts_of(kind)) for kind in TYPES]
    + [
        (kind, further.facts_of(kind, further.records_facts(further.PERSON, further.DOCTORAL)))
        for kind in (CertificateType.ENROLMENT, CertificateType.STUDY_HISTORY)
    ],
)
def test_further_students_have_messages_that_conform(
    schema: etree.XMLSchema, kind: CertificateType, facts: Facts
) -> None:
    message, _ = _message(kind, facts=facts)
    assert schema.validate(message), schema.error_log


@needs_schemas
@pytest.mark.parametrize("kind", TYPES)
def test_a_message_with_as_little_as_records_may_hold_conforms(
    schema: etree.XMLSchema, kind: CertificateType
) -> None:
    facts = samples.facts(kind)
    university = replace(samples.UNIVERSITY, destatis_code="")
    person = replace(samples.PERSON, name=PersonName("", "Sukarno"))
    enrolment = replace(
        facts.records.enrolment,
        standard_duration_semesters=0,
        degree_code="STEX",
        major=samples.NOTHING,
        minor=samples.NOTHING,
    )
    if kind is CertificateType.EXMATRICULATION:
        enrolment = replace(enrolment, semesters=())
    exams = replace(samples.EXAMS, progress=None, statuses=()) if facts.exams else None
    sparse = replace(
        facts,
        records=replace(facts.records, person=person, enrolment=enrolment, university=university),
        exams=exams,
    )
    message, _ = _message(kind, facts=sparse)
    assert schema.validate(message), schema.error_log
    assert _text(message, "//h:vorname/h:nichtVorhanden") == "true"


def test_types_without_a_counterpart_in_the_standard_have_no_message() -> None:
    for kind in set(CertificateType) - set(TYPES):
        facts = samples.facts(CertificateType.ENROLMENT)
        document = samples.document(CertificateType.ENROLMENT, DocumentLanguage.DE, facts)
        assert message_of(kind, facts, document) is None


@pytest.mark.parametrize("kind", TYPES)
def test_the_same_facts_give_the_same_bytes(kind: CertificateType) -> None:
    facts = samples.facts(kind)
    document = samples.document(kind, DocumentLanguage.DE, facts)
    assert message_of(kind, facts, document) == message_of(kind, facts, document)


@pytest.mark.parametrize("kind", TYPES)
def test_who_and_from_whom_is_as_printed(kind: CertificateType) -> None:
    message, document = _message(kind)
    printed = _printed(document)
    full_name = (
        f"{_text(message, '//h:vorname/h:name')} {_text(message, '//h:familienname/h:name')}"
    )
    assert full_name in (
        printed.get("Name"),
        f"{printed.get('Vornamen')} {printed.get('Familienname')}",
    )
    born = date.fromisoformat(_text(message, "//b:jahrMonatTag"))
    assert f"{born:%d.%m.%Y}" == printed["Geburtsdatum"]
    assert _text(message, "//b:ort") == printed["Geburtsort"]
    issued = date.fromisoformat(_text(message, "h:ausstellungsdatum"))
    assert f"{issued:%d.%m.%Y}" == printed["Ausgestellt am"]
    assert _text(message, "h:titel") == document.content.title.de
    university = "h:ausstellendeHochschule"
    assert _text(message, f"{university}/h:name") == samples.UNIVERSITY.name.de
    assert (
        _text(message, f"{university}/h:hochschulsignatur/code") == samples.UNIVERSITY.destatis_code
    )


# Where each printed line of one semester's certificates stands in the message; None: nowhere, as
# the standard has no element for it.
_LINES = {
    "Name": "compared by its parts",
    "Vornamen": "//h:vorname/h:name",
    "Familienname": "//h:familienname/h:name",
    "Geburtsdatum": "//b:jahrMonatTag",
    "Geburtsort": "//b:ort",
    "Matrikelnummer": "//h:matrikelnummer/h:id",
    "Hochschule": "h:ausstellendeHochschule/h:name",
    "DESTATIS-Code": "//h:hochschulsignatur/code",
    "Studiengang": "h:studienfach[1]/h:name",
    "Major": "h:studienfach[2]/h:name",
    "Minor": "h:studienfach[3]/h:name",
    "Angestrebter Abschluss": "h:studienfach[1]/h:angestrebterAbschluss",
    "Fakultät": None,
    "School": None,
    "Regelstudienzeit": None,
    "Ersteinschreibung": "//h:ersteinschreibung",
    "Semester": "//h:semesterbezeichnung",
    "Zeitraum": "//h:studienzeitraum/h:zeitraum",
    "Fachsemester": "h:studienfach[1]/h:fachsemester",
    "Hochschulsemester": "//h:hochschulsemester",
    "Urlaubssemester": "//h:urlaubssemester",
    "Studienform": "h:lernzeitmodell/h:code/code",
    "Status": "h:immatrikulationsstatus/h:code/code",
    "In diesem Semester beurlaubt": "h:beurlaubungsstatus/h:code/code",
    "Ende der Immatrikulation": "//h:studienzeitraum/h:zeitraum/h:zusatz",
    "Ausgestellt am": "h:ausstellungsdatum",
    "Gültig bis": "h:verifikation/h:gueltigkeit/h:ende",
}
# The standard leaves them out of the message for the BAföG office.
_NOT_FOR_BAFOEG = {"Matrikelnummer", "Hochschulsemester", "Urlaubssemester"}


def _as_printed(message: Element, label: str, path: str) -> str:
    if label == "Zeitraum":
        first, last = (_text(message, f"{path}/h:{end}") for end in ("beginn", "ende"))
        return f"{_german(first)} – {_german(last)}"
    text = _text(message, path)
    match label:
        case "Studienform":
            return text.rsplit("/", 1)[-1].capitalize()
        case "Status":
            return text.rsplit("/", 1)[-1]
        case "In diesem Semester beurlaubt":
            return "nein" if text.endswith("nicht_beurlaubt") else "ja"
        case "Ende der Immatrikulation":
            return text.rsplit(": ", 1)[-1]
        case _:
            return _german(text) if text[4:5] == "-" and text[7:8] == "-" else text


def _german(iso: str) -> str:
    return f"{date.fromisoformat(iso):%d.%m.%Y}"


@pytest.mark.parametrize("kind", [CertificateType.ENROLMENT, CertificateType.BAFOEG])
def test_no_line_of_a_semesters_certificate_is_left_out_or_differs(kind: CertificateType) -> None:
    enrolment = replace(samples.ENROLMENT, end_date=date(2027, 2, 28))
    message, document = _message(kind, facts=samples.facts(kind, enrolment))
    for label, printed in _printed(document).items():
        path = _LINES[label]
        if path is None or label == "Name":
            continue
        if kind is CertificateType.BAFOEG and label in _NOT_FOR_BAFOEG:
            assert _texts(message, path) == []
            continue
        said = _as_printed(message, label, path)
        # On paper, counts of leave name the semesters, degrees their short name, statuses more.
        assert printed == said or printed.startswith(f"{said} ("), label


def test_the_bafoeg_message_has_all_that_the_office_needs_and_no_matriculation_number() -> None:
    message, _ = _message(CertificateType.BAFOEG)
    for needed in (
        "h:studierender/h:name/h:familienname/h:name",
        "h:studierender/h:geburt/h:datum/b:jahrMonatTag",
        "h:studierender/h:geburt/h:geburtsort/b:ort",
        "h:studierender/h:ersteinschreibung",
        "h:lernzeitmodell/h:code/code",
        "h:beurlaubungsstatus/h:code/code",
    ):
        assert _text(message, needed)
    assert samples.PERSON.matriculation_number not in etree.tostring(message).decode()


def test_a_semester_on_leave_and_part_time_is_told_as_such() -> None:
    kind = CertificateType.BAFOEG
    facts = samples.facts(kind)
    leave = replace(samples.SEMESTERS[-1], status=SemesterStatus.ON_LEAVE)
    message, _ = _message(kind, facts=replace(facts, semester=leave))
    assert _text(message, "h:beurlaubungsstatus/h:code/code").endswith("/beurlaubt")
    assert _text(message, "h:lernzeitmodell/h:code/code").endswith("/teilzeit")


@pytest.mark.parametrize("kind", [one for one in TYPES if not one.value.startswith("transcript")])
def test_the_number_and_the_page_verify_the_paper(kind: CertificateType) -> None:
    message, document = _message(kind)
    assert _text(message, "h:verifikation/h:schluessel") == document.number.digits
    assert _text(message, "h:verifikation/h:adresse") == document.verification_page


def test_the_message_of_the_de_registration_says_what_is_printed() -> None:
    message, document = _message(CertificateType.EXMATRICULATION)
    printed = _printed(document)
    part = "h:studienabschnitt/h:zusammenfassung"
    end = _german(_text(message, "h:exmatrikulationsdatum"))
    assert end == printed["Letzter Tag der Mitgliedschaft"]
    assert _german(_text(message, f"{part}/h:zeitraum/h:ende")) == end
    assert _german(_text(message, "//h:ersteinschreibung")) == printed["Ersteinschreibung"]
    assert _text(message, f"{part}/h:studienfach/h:name") == printed["Studiengang"]
    assert _text(message, f"{part}/h:studienfach/h:fachsemester") == printed["Fachsemester"]
    assert f"{_text(message, f'{part}/h:regelstudienzeit')} Semester" == printed["Regelstudienzeit"]
    assert _text(message, "//h:hochschulsemester") == printed["Hochschulsemester"]
    assert printed["Urlaubssemester"].startswith(_text(message, "//h:urlaubssemester"))
    assert _text(message, "//h:matrikelnummer/h:id") == printed["Matrikelnummer"]


def test_the_study_history_has_every_semester_and_programme() -> None:
    message, _ = _message(CertificateType.STUDY_HISTORY)
    listed = "h:studienabschnitt/h:aufzaehlung"
    names = [one.semester.name.de for one in samples.SEMESTERS]
    assert _texts(message, f"{listed}//h:semesterbezeichnung") == names
    assert _texts(message, f"{listed}/h:studienfach/h:fachsemester") == ["1", "1", "2", "3"]
    leaves = _texts(message, f"{listed}/h:beurlaubungsstatus/h:code/code")
    assert [one.rsplit("/", 1)[-1] for one in leaves] == [
        "nicht_beurlaubt",
        "beurlaubt",
        "nicht_beurlaubt",
        "nicht_beurlaubt",
    ]
    models = _texts(message, f"{listed}/h:lernzeitmodell/h:code/code")
    assert [one.rsplit("/", 1)[-1] for one in models] == ["vollzeit"] * 3 + ["teilzeit"]
    summed = "h:studienabschnitt/h:zusammenfassung"
    assert _text(message, f"{summed}/h:zeitraum/h:beginn") == "2025-04-01"
    assert _text(message, f"{summed}/h:regelstudienzeit") == "6"
    assert "7 Semester" in _text(message, "h:anmerkungRegelstudienzeit")
    assert _text(message, "//h:urlaubssemester") == "1"
    assert _text(message, "//h:hochschulsemester") == "4"


def test_in_english_the_texts_are_english_and_say_so() -> None:
    message, _ = _message(CertificateType.ENROLMENT, DocumentLanguage.EN)
    name = message.xpath("h:studienfach[1]/h:name", namespaces=_NAMES)[0]
    assert name.text == "Culture, Arts and Media"
    assert name.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
    assert _text(message, "h:sprache/code").endswith("/ENG")


def test_a_paper_in_both_languages_has_a_german_message() -> None:
    message, _ = _message(CertificateType.ENROLMENT, DocumentLanguage.BOTH)
    assert _text(message, "h:titel") == "Immatrikulationsbescheinigung"
    assert _text(message, "h:sprache/code").endswith("/DEU")
