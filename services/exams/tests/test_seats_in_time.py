"""Seats that come too late, or that would be one attempt too many."""

from datetime import date
from typing import Any

from exams.app.sick_note_decisions import decide_sick_note
from exams.app.sick_notes import file_sick_note
from exams.domain.sick_notes import Illness
from exams.domain.statuses import Status
from exams.store import tables

from .cases_factories import PDF
from .lottery_factories import LotteryOf
from .results_factories import OFFICE_ID, seated
from .rules_factories import change_sitting, later_sitting, studying


def test_nobody_moves_up_into_an_undated_exam_whose_period_is_over(campus: Any) -> None:
    paper = campus.sitting("1002")
    change_sitting(campus, paper, capacity=1, has_waiting_list=True)
    ill = campus.register(campus.student(), paper)
    waiting = campus.register(campus.student(), paper)
    assert waiting.status is Status.WAITING
    campus.at(2027, 2, 13)
    filed = campus.run(
        file_sick_note,
        campus.signer,
        registration_id=ill.registration_id,
        illness=Illness(date(2027, 2, 10), date(2027, 2, 12)),
        remark="",
        content=PDF,
        file_name="attest.pdf",
    )
    campus.at(2027, 3, 15)
    campus.run(
        decide_sick_note,
        campus.signer,
        sick_note_id=filed.note.sick_note_id,
        approve=True,
        reason="",
        by=OFFICE_ID,
    )
    statuses = {row.registration_id: row.status for row in campus.rows(tables.registrations)}
    assert statuses[ill.registration_id] == Status.WITHDRAWAL_APPROVED
    assert statuses[waiting.registration_id] == Status.WAITING


def test_a_request_for_a_draw_uses_up_the_last_attempt_as_a_seat_does(campus: Any) -> None:
    student = studying(campus)
    lottery = LotteryOf.created(campus)
    for semester in ("2025W", "2025S"):
        seated(
            campus,
            later_sitting(campus, "1001", semester=semester),
            student=student,
            status=Status.FAILED,
        )
    assert campus.register(student, campus.sitting("1001")).status is Status.IN_LOTTERY
    second = later_sitting(
        campus, "1001", semester="2026W", period=2, capacity=0, seating="first_come"
    )
    assert "LAST_ATTEMPT_PENDING" in campus.refused(student, second)
    assert lottery.sitting_id == campus.sitting("1001")
