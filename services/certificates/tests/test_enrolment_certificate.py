"""What an enrolment certificate says."""

from dataclasses import replace
from datetime import UTC, date, datetime

from certificates.clients.records import unpack_enrolment
from certificates.domain.certificate import Certificate, CertificateType, VerificationState
from certificates.domain.document import Content
from certificates.domain.enrolment_certificate import enrolment_content
from certificates.domain.facts import EnrolmentKind, RecordsFacts, SemesterStatus
from chassis.values import Language, PersonName, Semester
from google.type.date_pb2 import Date
from matrikel.records.v1 import enrolment_pb2
from matrikel.type.v1 import semester_pb2

from .samples import (
    ENROLMENT,
    ISSUE_TIME,
    PERSON,
    SEMESTERS,
    drawn_certificate,
    records_facts,
    semester,
)


def content(
    language: Language = Language.DE, facts: RecordsFacts | None = None, position: int = -1
) -> Content:
    return enrolment_content(facts or records_facts(), SEMESTERS[position], ISSUE_TIME, language)


def lines(of: Content, language: Language = Language.DE) -> dict[str, str]:
    return {one.label.in_language(language): one.value for one in of.printed_fields}


def test_the_german_certificate_prints_every_fact() -> None:
    assert lines(content()) == {
        "Name": "Ayşe Öztürk",
        "Geburtsdatum": "01.02.2003",
        "Geburtsort": "Ağrı",
        "Matrikelnummer": "3041234",
        "Hochschule": "Leuphana Universität Lüneburg",
        "DESTATIS-Code": "0770",
        "Studiengang": "Kulturwissenschaften",
        "Major": "Digitale Medien",
        "Angestrebter Abschluss": "Bachelor of Arts (B.A.)",
        "School": "College",
        "Regelstudienzeit": "6 Semester",
        "Ersteinschreibung": "01.04.2025",
        "Semester": "Wintersemester 2026/27",
        "Zeitraum": "01.10.2026 – 31.03.2027",
        "Fachsemester": "3",
        "Hochschulsemester": "4",
        "Urlaubssemester": "1 (Wintersemester 2025/26)",
        "Studienform": "Vollzeit",
        "Status": "immatrikuliert (rückgemeldet)",
        "Ausgestellt am": "21.11.2026",
        "Gültig bis": "31.03.2027",
    }


def test_the_english_certificate_prints_the_same_facts_in_english() -> None:
    english = content(Language.EN)
    assert len(english.printed_fields) == len(content().printed_fields)
    printed = lines(english, Language.EN)
    assert printed["Degree programme"] == "Culture, Arts and Media"
    assert printed["Period"] == "1 October 2026 – 31 March 2027"
    assert printed["Semesters on leave"] == "1 (Winter semester 2025/26)"
    assert english.statement == (
        "Leuphana University Lüneburg certifies that Ayşe Öztürk, born on 1 February 2003 in Ağrı, "
        "is enrolled as a student in the winter semester 2026/27."
    )


def test_it_holds_until_the_last_day_of_the_semester() -> None:
    assert content().valid_until == date(2027, 3, 31)


def test_it_holds_no_longer_than_the_enrolment() -> None:
    leaving = replace(ENROLMENT, end_date=date(2027, 1, 15))
    early = content(facts=records_facts(enrolment=leaving))
    assert early.valid_until == date(2027, 1, 15)
    assert lines(early)["Ende der Immatrikulation"] == "15.01.2027"


def test_an_enrolment_that_ended_before_does_not_reach_the_semester() -> None:
    left = replace(ENROLMENT, end_date=date(2026, 9, 30))
    assert left.in_semester(Semester.parse("2026W")) is None
    assert left.in_semester(Semester.parse("2026S")) == SEMESTERS[2]
    assert ENROLMENT.in_semester(Semester.parse("2027S")) is None


def test_a_former_semester_is_certified_in_the_past_tense() -> None:
    told = content(position=2).statement
    assert "war im Sommersemester 2026 an der Leuphana Universität Lüneburg immatrikuliert" in told


def test_leave_after_the_certified_semester_is_not_told() -> None:
    assert lines(content(position=0))["Urlaubssemester"] == "0"


def test_leave_of_absence_and_part_time_are_told() -> None:
    on_leave = semester("2026W", SemesterStatus.ON_LEAVE, 2, 4, part_time=True)
    facts = records_facts(enrolment=replace(ENROLMENT, semesters=(*SEMESTERS[:3], on_leave)))
    said = enrolment_content(facts, on_leave, ISSUE_TIME, Language.DE)
    assert said.statement.endswith("immatrikuliert und beurlaubt.")
    assert lines(said)["Status"] == "immatrikuliert, beurlaubt"
    assert lines(said)["Studienform"] == "Teilzeit"
    assert lines(said)["Urlaubssemester"].startswith("2 (")


def test_a_semester_abroad_is_told() -> None:
    abroad = semester("2026W", SemesterStatus.ABROAD, 3, 4)
    facts = records_facts(enrolment=replace(ENROLMENT, semesters=(*SEMESTERS[:3], abroad)))
    said = enrolment_content(facts, abroad, ISSUE_TIME, Language.DE)
    assert said.statement.endswith("immatrikuliert.")
    assert lines(said)["Status"] == "immatrikuliert, im Auslandssemester"


def test_every_status_that_records_tells_is_understood() -> None:
    for value in enrolment_pb2.SemesterStatus.values():
        if value != enrolment_pb2.SEMESTER_STATUS_UNSPECIFIED:
            told = enrolment_pb2.Enrolment(
                enrolment_id=str(ENROLMENT.enrolment_id),
                person_id=str(ENROLMENT.person_id),
                kind=enrolment_pb2.ENROLMENT_KIND_STUDENT,
                first_enrolment_date=Date(year=2025, month=10, day=1),
            )
            told.semesters.add(semester=semester_pb2.Semester(code="2026W"), status=value)
            [understood] = unpack_enrolment(told).semesters
            assert understood.status.name == enrolment_pb2.SemesterStatus.Name(value)[16:]


def test_a_doctoral_enrolment_is_named() -> None:
    doctoral = records_facts(enrolment=replace(ENROLMENT, kind=EnrolmentKind.DOCTORAL))
    english = content(Language.EN, facts=doctoral).statement
    assert "enrolled as a doctoral student in" in english


def test_a_birth_name_is_printed_where_it_differs() -> None:
    married = replace(PERSON, name=PersonName("Ayşe", "Öztürk", birth_name="Şahin"))
    assert lines(content(facts=records_facts(person=married)))["Geburtsname"] == "Şahin"
    same = replace(PERSON, name=PersonName("Ayşe", "Öztürk", birth_name="Öztürk"))
    assert "Geburtsname" not in lines(content(facts=records_facts(person=same)))


def test_the_last_day_counts_on_the_universitys_clocks() -> None:
    drawn = drawn_certificate()
    certificate = Certificate(
        certificate_id=PERSON.person_id,
        person_id=PERSON.person_id,
        enrolment_id=ENROLMENT.enrolment_id,
        type=CertificateType.ENROLMENT,
        language=Language.DE,
        semester=drawn.semester,
        number=drawn.document.number,
        issue_time=ISSUE_TIME,
        valid_until=date(2027, 3, 31),
        file_name=drawn.file_name,
        document_id=PERSON.person_id,
        fields=(),
        version=1,
    )
    assert drawn.file_name == "immatrikulationsbescheinigung-2026W.pdf"
    # 31 March 2027 ends at 22:00 UTC, the university's clocks being on summer time.
    last = datetime(2027, 3, 31, 21, 59, tzinfo=UTC)
    assert certificate.state(last) is VerificationState.VALID
    assert certificate.state(last.replace(hour=22)) is VerificationState.EXPIRED
    endless = replace(certificate, valid_until=None)
    assert endless.state(datetime(2099, 1, 1, tzinfo=UTC)) is VerificationState.VALID
