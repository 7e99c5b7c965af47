"""What a transcript says, with all attempts and with what was passed only."""

from dataclasses import replace

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.transcript import passed_transcript_content, transcript_content
from certificates.domain.document import Content, Row
from certificates.domain.facts import ExamsFacts
from chassis.values import Language

from .content_reading import headings, legend, lines, rows, table, tables
from .sample_exams import EXAMS, PROGRESS, RECOGNISED, result
from .samples import ISSUE_TIME, facts_of

FACTS = facts_of(CertificateType.TRANSCRIPT)


def content(exams: ExamsFacts = EXAMS) -> Content:
    return transcript_content(replace(FACTS, exams=exams), ISSUE_TIME)


def passed(exams: ExamsFacts = EXAMS) -> Content:
    return passed_transcript_content(replace(FACTS, exams=exams), ISSUE_TIME)


def results(of: Content, heading: str) -> list[Row]:
    [found] = [one for one in tables(of) if one.heading.de.startswith(heading)]
    return [one for one in found.rows if not one.is_heading]


def test_an_attempt_is_printed_with_everything_about_it() -> None:
    assert table(content(), "Hauptfach")[1:3] == [
        (
            "1010101",
            "Statistik 1; Klausur, Prof. Dr. Weiß",
            "SoSe 2026",
            "14.07.2026",
            "1",
            "NB",
            "5,0",
            "",
        ),
        (
            "1010101",
            "Statistik 1; Klausur, Prof. Dr. Weiß",
            "SoSe 2026",
            "14.07.2026",
            "2",
            "BE",
            "1,7",
            "5",
        ),
    ]


def test_results_stand_under_their_module_and_area_with_credits_earned_and_required() -> None:
    assert headings(content())[:2] == ["Hauptfach: 15 von 90 CP", "Weitere Leistungen"]
    module = tables(content())[0].rows[0]
    assert module.is_heading
    assert module.cells[0].de == "M-1 Methoden 1 – 10 von 10 CP, Note 1,5"
    assert module.cells[0].en == "M-1 Methods 1 – 10 of 10 CP, grade 1.5"


def test_a_recognised_result_names_where_it_comes_from_and_has_no_attempt() -> None:
    [row] = [one for one in table(content(), "Weitere Leistungen") if one[0] == "1010109"]
    assert row == (
        "1010109",
        "Statistik 9; anerkannt: Universität Hamburg",
        "",
        "05.02.2024",
        "",
        "BE",
        "",
        "7,5",
    )


def test_what_does_not_count_as_an_attempt_is_remarked() -> None:
    [row] = [one for one in table(content(), "Hauptfach") if one[0] == "1010104"]
    assert row[1].endswith("; zählt nicht als Versuch")


def test_the_passed_version_leaves_out_what_was_not_passed_and_keeps_the_average() -> None:
    said = passed()
    codes = {row.cells[5].de for row in results(said, "Hauptfach") + results(said, "Weitere")}
    assert codes == {"BE"}
    assert len(results(said, "Hauptfach")) == 3
    assert lines(said)["Durchschnittsnote"] == lines(content())["Durchschnittsnote"] == "1,5"
    assert "bestandenen Leistungen" in said.statement.de
    assert said.file_stem.de == "notenspiegel-bestanden"


def test_the_average_is_told_with_its_rule_and_how_it_comes_about() -> None:
    said = content()
    assert lines(said)["Berechnung"] == (
        "15 : 10 = 1,5; nach der ersten Nachkommastelle abgeschnitten (RPO § 19)"
    )
    assert table(said, "So entsteht die Durchschnittsnote") == [
        ("M-1 Methoden 1", "1,5", "10", "15", "zählt mit 10 CP"),
        ("M-3 Methoden 3", "", "", "", "ohne Note bestanden"),
        ("Summe", "", "10", "15", ""),
    ]


def test_without_a_grade_there_is_no_average_yet() -> None:
    none_yet = replace(PROGRESS.average, grade="", exact="", lines=())
    said = content(replace(EXAMS, progress=replace(PROGRESS, average=none_yet)))
    assert lines(said)["Durchschnittsnote"] == "noch keine"
    assert "Berechnung" not in lines(said)
    assert not any(one.startswith("So entsteht") for one in headings(said))


def test_the_legend_explains_the_codes_that_occur_and_no_others() -> None:
    assert legend(content(), "Status") == {
        "BE": "bestanden",
        "NB": "nicht bestanden",
        "NE": "nicht erschienen",
    }
    assert legend(passed(), "Status") == {"BE": "bestanden"}
    assert legend(content(), "Noten")["1,0; 1,3"] == "sehr gut"


def test_the_grade_distribution_is_printed_of_sittings_that_are_on_the_paper() -> None:
    [row] = table(content(), "Notenverteilung")
    percent = "20,0 %"
    assert row == ("1010101 Statistik 1, SoSe 2026", "20", "3", "4", "6", "3", percent, "2,91")
    other = replace(EXAMS, results=(result(2),))
    assert "Notenverteilung" not in headings(content(other))


def test_who_has_no_result_yet_gets_a_transcript_that_says_so() -> None:
    said = content(ExamsFacts((), None, EXAMS.statuses))
    [only] = tables(said)
    assert only.rows == ()
    assert only.empty.en == "No result yet."
    assert lines(said).get("Erworbene Credit Points") is None


def test_results_without_known_regulations_are_grouped_by_module() -> None:
    said = content(ExamsFacts((RECOGNISED, result(1)), None, EXAMS.statuses))
    [only] = tables(said)
    assert only.heading.de == "Leistungen"
    assert [row[0] for row in rows(only)] == [
        "M-1 Methoden 1",
        "1010101",
        "M-3 Methoden 3",
        "1010109",
    ]


def test_the_data_seal_carries_average_and_credits() -> None:
    assert content().key_facts.summary == "1.5 · 22.5 CP"


def test_an_english_transcript_writes_decimals_with_a_point() -> None:
    assert lines(content(), Language.EN)["Credit points earned"] == "22.5 of 180 CP"
    assert table(content(), "Major", Language.EN)[2][6] == "1.7"
