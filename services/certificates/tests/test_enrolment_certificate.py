"""What an enrolment certificate says."""

from dataclasses import replace
from datetime import date

from certificates.clients.records_unpacking import unpack_enrolment
from certificates.domain.certificate import CertificateType
from certificates.domain.contents.enrolment_certificate import enrolment_content
from certificates.domain.document import Content
from certificates.domain.facts import EnrolmentFacts, RecordsFacts, SemesterFacts, SemesterStatus
from chassis.values import Language, PersonName, Semester
from google.type.date_pb2 import Date
from matrikel.records.v1 import enrolment_pb2
from matrikel.type.v1 import localized_text_pb2, semester_pb2

from .content_reading import lines
from .samples import (
    DOCTORAL,
    ENROLMENT,
    ISSUE_TIME,
    PERSON,
    SEMESTERS,
    facts_of,
    records_facts,
    semester,
)


def content(
    records: RecordsFacts | None = None, certified: SemesterFacts = SEMESTERS[-1]
) -> Content:
    facts = facts_of(CertificateType.ENROLMENT, records)
    return enrolment_content(replace(facts, semester=certified), ISSUE_TIME)


def with_last(last: SemesterFacts) -> EnrolmentFacts:
    return replace(ENROLMENT, semesters=(*SEMESTERS[:3], last))


def test_the_german_certificate_prints_every_fact() -> None:
    assert lines(content()) == {
        "Name": "Ayşe Öztürk",
        "Geburtsdatum": "01.02.2003",
        "Geburtsort": "Ağrı",
        "Matrikelnummer": "3041234",
        "Hochschule": "Leuphana Universität Lüneburg",
        "DESTATIS-Code": "0000",
        "Studiengang": "Kulturwissenschaften",
        "Major": "Digitale Medien",
        "Angestrebter Abschluss": "Bachelor of Arts (B.A.)",
        "Fakultät": "Fakultät Kulturwissenschaften",
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
    printed = lines(content(), Language.EN)
    assert len(printed) == len(lines(content()))
    assert printed["Degree programme"] == "Culture, Arts and Media"
    assert printed["Major"] == "Digital Media"
    assert printed["Period"] == "1 October 2026 – 31 March 2027"
    assert printed["Semesters on leave"] == "1 (Winter semester 2025/26)"
    assert content().statement.en == (
        "Leuphana University Lüneburg certifies that Ayşe Öztürk, born on 1 February 2003 in Ağrı, "
        "is enrolled as a student in the winter semester 2026/27."
    )


def test_it_holds_until_the_last_day_of_the_semester() -> None:
    assert content().valid_until == date(2027, 3, 31)


def test_it_holds_no_longer_than_the_enrolment() -> None:
    leaving = replace(ENROLMENT, end_date=date(2027, 1, 15))
    early = content(records_facts(enrolment=leaving))
    assert early.valid_until == date(2027, 1, 15)
    assert lines(early)["Ende der Immatrikulation"] == "15.01.2027"


def test_an_enrolment_that_ended_before_does_not_reach_the_semester() -> None:
    left = replace(ENROLMENT, end_date=date(2026, 9, 30))
    assert left.in_semester(Semester.parse("2026W")) is None
    assert left.in_semester(Semester.parse("2026S")) == SEMESTERS[2]
    assert ENROLMENT.in_semester(Semester.parse("2027S")) is None


def test_a_former_semester_is_certified_in_the_past_tense() -> None:
    told = content(certified=SEMESTERS[2]).statement.de
    assert "war im Sommersemester 2026 an der Leuphana Universität Lüneburg immatrikuliert" in told


def test_leave_after_the_certified_semester_is_not_told() -> None:
    assert lines(content(certified=SEMESTERS[0]))["Urlaubssemester"] == "0"


def test_leave_of_absence_and_part_time_are_told() -> None:
    on_leave = semester("2026W", SemesterStatus.ON_LEAVE, 2, 4, part_time=True)
    said = content(records_facts(enrolment=with_last(on_leave)), on_leave)
    assert said.statement.de.endswith("immatrikuliert und beurlaubt.")
    assert lines(said)["Status"] == "immatrikuliert, beurlaubt"
    assert lines(said)["Studienform"] == "Teilzeit"
    assert lines(said)["Urlaubssemester"].startswith("2 (")


def test_a_semester_abroad_is_told() -> None:
    abroad = semester("2026W", SemesterStatus.ABROAD, 3, 4)
    said = content(records_facts(enrolment=with_last(abroad)), abroad)
    assert said.statement.de.endswith("immatrikuliert.")
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


def test_major_and_minor_are_named_in_both_languages() -> None:
    told = enrolment_pb2.Enrolment(
        enrolment_id=str(ENROLMENT.enrolment_id),
        person_id=str(ENROLMENT.person_id),
        kind=enrolment_pb2.ENROLMENT_KIND_STUDENT,
        major="Digitale Medien",
        major_name=localized_text_pb2.LocalizedText(de="Digitale Medien", en="Digital Media"),
        first_enrolment_date=Date(year=2025, month=10, day=1),
    )
    understood = unpack_enrolment(told)
    assert (understood.major.de, understood.major.en) == ("Digitale Medien", "Digital Media")
    assert understood.minor.de == ""


def test_a_doctoral_enrolment_is_named() -> None:
    said = content(records_facts(enrolment=DOCTORAL))
    assert "enrolled as a doctoral student in" in said.statement.en
    assert "als Promovierende oder Promovierender immatrikuliert" in said.statement.de
    assert lines(said)["Promotionsstudiengang"] == "Promotion Kulturwissenschaften"
    assert "Studiengang" not in lines(said)


def test_a_programme_without_a_standard_period_prints_none() -> None:
    open_ended = replace(DOCTORAL, standard_duration_semesters=0)
    assert "Regelstudienzeit" not in lines(content(records_facts(enrolment=open_ended)))


def test_a_birth_name_is_printed_where_it_differs() -> None:
    married = replace(PERSON, name=PersonName("Ayşe", "Öztürk", birth_name="Şahin"))
    assert lines(content(records_facts(person=married)))["Geburtsname"] == "Şahin"
    same = replace(PERSON, name=PersonName("Ayşe", "Öztürk", birth_name="Öztürk"))
    assert "Geburtsname" not in lines(content(records_facts(person=same)))
