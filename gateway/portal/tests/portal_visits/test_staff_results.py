"""Results on the staff's pages: entering, files, release, history, corrections, distribution."""

import csv
import io

from exams.domain.statuses import Status

from services.exams.tests.results_factories import (
    after_the_exam,
    enter,
    entry,
    listed,
    release_all,
    released,
    seated,
)

from . import portal_pages
from .staff_campus import StaffCampus, opened, sent, whole


async def test_results_are_entered_row_by_row_with_one_submit(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    first = seated(staff.campus, sitting, family_name="Adams")
    second = seated(staff.campus, sitting, family_name="Brandt")
    seated(staff.campus, sitting, family_name="Celik")
    after_the_exam(staff.campus)
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/results")

    done = await sent(
        staff.examiner,
        page,
        "/results",
        **{
            f"grade-{first.registration_id}": "1,7",
            f"remark-{first.registration_id}": "sehr klar",
            f"status-{second.registration_id}": "no_show",
        },
    )

    assert "Gespeicherte Zeilen: 2." in done.text
    assert "2 von 3" in done.text
    assert done.form("/results").fields[f"grade-{first.registration_id}"] == "1,7"
    assert done.form("/results").fields[f"status-{second.registration_id}"] == "no_show"
    nothing = await sent(staff.examiner, done, "/results")
    assert "Sie haben nichts geändert." in nothing.text


async def test_problems_stand_at_their_cells_and_nothing_typed_is_lost(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    first = seated(staff.campus, sitting, family_name="Adams")
    second = seated(staff.campus, sitting, family_name="Brandt")
    after_the_exam(staff.campus)
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/results")
    grade, other = f"grade-{first.registration_id}", f"grade-{second.registration_id}"

    unreadable = await sent(
        staff.examiner, page, "/results", expected=422, **{grade: "gut", other: "2,0"}
    )
    off_scale = await sent(
        staff.examiner, page, "/results", expected=422, **{grade: "1,4", other: "2,0"}
    )

    for answer, typed in ((unreadable, "gut"), (off_scale, "1,4")):
        assert f"#{grade}" in answer.links
        assert f"#{other}" not in answer.links
        assert "Adams, Ayşe:" in answer.text
        assert answer.form("/results").fields[grade] == typed
        assert answer.form("/results").fields[other] == "2,0"
    assert listed(staff.campus, sitting).entered_count == 0


async def test_a_result_that_somebody_else_changed_is_not_overwritten(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seat = seated(staff.campus, sitting)
    after_the_exam(staff.campus)
    page = await opened(staff.examiner, f"/en/sittings/{sitting}/results")
    enter(staff.campus, sitting, (seat, entry("3.0")))

    late = await sent(
        staff.examiner,
        page,
        "/results",
        expected=409,
        **{f"grade-{seat.registration_id}": "1.0"},
    )

    assert "Somebody else changed this result in the meantime." in late.text
    assert listed(staff.campus, sitting).examinees[0].result.outcome.grade == 3


async def test_results_before_the_exam_are_refused_in_words(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seat = seated(staff.campus, sitting)
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/results")

    refused = await sent(
        staff.examiner,
        page,
        "/results",
        expected=409,
        **{f"grade-{seat.registration_id}": "1,0"},
    )

    assert "Die Prüfung hat noch nicht begonnen." in refused.text


async def test_an_undated_sitting_asks_for_the_day(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1002")
    seat = seated(staff.campus, sitting)
    after_the_exam(staff.campus)
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/results")
    day, grade = f"exam_date-{seat.registration_id}", f"grade-{seat.registration_id}"
    status = f"status-{seat.registration_id}"

    missing = await sent(
        staff.examiner, page, "/results", expected=422, **{status: "passed", grade: "1,0"}
    )
    assert f"#{day}" in missing.links
    done = await sent(staff.examiner, page, "/results", **{grade: "1,0", day: "2027-01-20"})
    assert "Gespeicherte Zeilen: 1." in done.text


async def test_a_file_is_filled_in_checked_and_booked_once(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seated(staff.campus, sitting, family_name="Adams")
    seated(staff.campus, sitting, family_name="Brandt")
    after_the_exam(staff.campus)
    template = await staff.examiner.get(f"/de/sittings/{sitting}/results/download?format=csv")
    rows = list(csv.reader(io.StringIO(template.content.decode("utf-8-sig")), delimiter=";"))
    grade = rows[0].index("Note")
    rows[1][grade], rows[2][grade] = "2,3", "1,4"
    page = await opened(staff.examiner, f"/de/sittings/{sitting}/results/upload")

    wrong = await sent(
        staff.examiner,
        page,
        "/upload",
        {"document": ("noten.csv", _as_csv(rows), "text/csv")},
        expected=422,
    )
    assert "Zeile 3" in wrong.text
    assert "Note" in wrong.text
    rows[2][grade] = "5,0"
    check = await sent(
        staff.examiner, page, "/upload", {"document": ("noten.csv", _as_csv(rows), "text/csv")}
    )
    assert "Neu eingetragen: 2" in check.text
    assert listed(staff.campus, sitting).entered_count == 0
    done = await sent(staff.examiner, check, "/upload")
    again = await sent(staff.examiner, check, "/upload")

    assert "Eingetragene Ergebnisse: 2." in done.text
    assert "Eingetragene Ergebnisse: 2." in again.text
    assert listed(staff.campus, sitting).entered_count == 2
    spreadsheet = await staff.examiner.get(f"/de/sittings/{sitting}/results/download?format=xlsx")
    same = await sent(
        staff.examiner,
        page,
        "/upload",
        {"document": ("noten.xlsx", spreadsheet.content, "application/octet-stream")},
    )
    assert "Diese Datei ändert nichts." in same.text


def _as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


async def test_a_file_that_is_no_table_is_explained(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seated(staff.campus, sitting)
    after_the_exam(staff.campus)
    page = await opened(staff.examiner, f"/en/sittings/{sitting}/results/upload")

    answer = await sent(
        staff.examiner,
        page,
        "/upload",
        {"document": ("grades.xlsx", b"PK\x03\x04 no spreadsheet", "application/octet-stream")},
        expected=422,
    )

    assert "Problems in the file" in answer.text


async def test_the_office_releases_after_a_look_and_the_examiner_cannot(
    staff: StaffCampus,
) -> None:
    sitting = staff.campus.sitting("1001")
    graded = seated(staff.campus, sitting, family_name="Adams")
    seated(staff.campus, sitting, family_name="Brandt")
    after_the_exam(staff.campus)
    early = await opened(staff.office, f"/de/sittings/{sitting}/results/release")
    assert "Zurzeit ist nichts zu veröffentlichen" in early.text
    enter(staff.campus, sitting, (graded, entry("1.7")))

    preview = await opened(staff.office, f"/de/sittings/{sitting}/results/release")
    assert "Werden veröffentlicht 1" in preview.text
    assert "bleiben, wie sie sind 1" in preview.text
    enter(staff.campus, sitting, (graded, entry("2.0", version=1)))
    outdated = await sent(staff.office, preview, "/release", expected=409)
    assert "Die Ergebnisse wurden inzwischen geändert." in outdated.text
    done = await sent(staff.office, outdated, "/release")

    assert "Veröffentlichte Ergebnisse: 1." in done.text
    path = f"/de/sittings/{sitting}/results/release"
    assert (await staff.examiner.get(path)).status_code == 403


async def test_a_correction_is_proposed_and_decided_by_another_person(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    seat = seated(staff.campus, sitting, family_name="Adams")
    after_the_exam(staff.campus)
    released(staff.campus, sitting, seat, entry("2.0"))
    history = await opened(staff.office, f"/de/sittings/{sitting}/results/{seat.registration_id}")
    assert "Eingetragen" in history.text
    end = f"/results/{seat.registration_id}"

    same = await sent(
        staff.office, history, end, grade="2,0", reason="Punkte verrechnet", expected=422
    )
    assert "Das Ergebnis lautet schon so." in same.text
    assert same.form(end).fields["reason"] == "Punkte verrechnet"
    proposed = await sent(staff.office, history, end, grade="1,3", reason="Punkte verrechnet")
    assert "Die Korrektur ist vorgeschlagen." in proposed.text

    office = await opened(staff.office, "/de/corrections")
    [link] = [one for one in office.links if one.startswith("/de/corrections/")]
    own = await opened(staff.office, link)
    assert "Eine andere Person muss entscheiden" in own.text
    theirs = await opened(staff.second, link)
    undecided = await sent(staff.second, theirs, link, expected=422)
    assert "Wählen Sie eine Entscheidung." in undecided.text
    unreasoned = await sent(staff.second, theirs, link, decision="reject", expected=422)
    assert "#reason" in unreasoned.links
    done = await sent(staff.second, theirs, link, decision="confirm")

    assert "Die Korrektur ist bestätigt und gilt." in done.text
    changed = await opened(staff.office, f"/en/sittings/{sitting}/results/{seat.registration_id}")
    assert "Corrected" in changed.text
    assert "1.3" in changed.text
    every = await opened(staff.office, "/en/corrections?show=all")
    assert "Confirmed" in every.text


async def test_the_distribution_shows_bars_once_there_are_enough_results(
    staff: StaffCampus,
) -> None:
    sitting = staff.campus.sitting("1001")
    seats = [seated(staff.campus, sitting) for _ in range(6)]
    after_the_exam(staff.campus)
    few = await opened(staff.examiner, f"/en/sittings/{sitting}/distribution")
    assert "No distribution yet" in few.text
    enter(staff.campus, sitting, *((seat, entry("1.7")) for seat in seats[:4]))
    enter(staff.campus, sitting, (seats[4], entry("5.0")))
    enter(staff.campus, sitting, (seats[5], entry(status=Status.NO_SHOW)))
    release_all(staff.campus, sitting)

    page = await opened(staff.examiner, f"/en/sittings/{sitting}/distribution")

    assert "5 released results" in page.text
    assert "1.7 4" in page.text
    assert "5.0 1" in page.text


async def test_a_long_list_has_pages(staff: StaffCampus) -> None:
    sitting = staff.campus.sitting("1001")
    for number in range(101):
        seated(staff.campus, sitting, family_name=f"Name{number:03}", mailbox=None)
    after_the_exam(staff.campus)

    first = whole(await staff.examiner.get(f"/de/sittings/{sitting}/results"))
    [link] = [one for one in first.links if "/results?page=" in one]
    second = portal_pages.read(await staff.examiner.get(link))
    grades = [name for name in second.forms[-1].fields if name.startswith("grade-")]

    assert len([name for name in first.form("/results").fields if name.startswith("grade-")]) == 100
    assert len(grades) == 1
    answer = await staff.examiner.post(link, data={**second.forms[-1].fields, grades[0]: "9,9"})
    assert answer.status_code == 422
    assert portal_pages.read(answer).forms[-1].fields[grades[0]] == "9,9"
