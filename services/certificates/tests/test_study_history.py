"""What a study history says."""

from dataclasses import replace

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.study_history import study_history_content
from certificates.domain.document import Content
from certificates.domain.facts import HistoryFacts
from chassis.values import Language

from .content_reading import headings, table
from .sample_records import HISTORY
from .samples import ISSUE_TIME, facts_of


def content(history: HistoryFacts = HISTORY) -> Content:
    facts = replace(facts_of(CertificateType.STUDY_HISTORY), history=history)
    return study_history_content(facts, ISSUE_TIME)


def test_every_semester_is_printed_with_status_programme_and_numbers() -> None:
    semesters = table(content(), "Semester an dieser Hochschule")
    assert semesters[0] == (
        "WiSe 2024/25",
        "Wirtschaftsinformatik, B.Sc.",
        "immatrikuliert; exmatrikuliert zum 31.03.2025",
        "1",
        "3",
        "Vollzeit",
    )
    assert [one[2] for one in semesters[1:]] == [
        "immatrikuliert",
        "immatrikuliert, beurlaubt",
        "immatrikuliert, im Auslandssemester",
        "immatrikuliert (rückgemeldet)",
    ]
    assert semesters[-1][3:] == ("3", "7", "Teilzeit")


def test_each_programme_is_summed_up_with_its_end_and_its_own_standard_period() -> None:
    former, current = table(content(), "Programmes", Language.EN)
    assert former == (
        "Information Systems, B.Sc.",
        "1 Oct 2024",
        "31 Mar 2025",
        "6 semesters",
        "1 programme semester",
    )
    assert current[2:] == (
        "continues",
        "6 semesters, individually 7",
        "3 programme semesters, 1 on leave, 1 abroad, 1 part-time",
    )


def test_studies_elsewhere_stand_in_a_table_of_their_own() -> None:
    assert table(content(), "Studium an anderen Hochschulen") == [
        (
            "Universität Hamburg",
            "Soziologie",
            "2 Semester: WiSe 2023/24, SoSe 2024",
            "nicht abgeschlossen",
        )
    ]
    without = content(replace(HISTORY, prior_studies=()))
    assert "Studium an anderen Hochschulen" not in headings(without)


def test_the_subtitle_spans_the_studies() -> None:
    assert content().subtitle.de == "Wintersemester 2024/25 – Wintersemester 2026/27"
    one = content(replace(HISTORY, lines=HISTORY.lines[:1]))
    assert one.subtitle.en == "Winter semester 2024/25"
