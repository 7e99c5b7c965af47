"""What is said about applications: in both languages, whole, and short enough to travel."""

import pytest
from chassis.values import Language
from records.api.obstacles import MOST_OBSTACLE_BYTES, RefusalTexts, refusal
from records.domain.applications.kinds import ApplicationKind, Office
from records.domain.applications.workflow import WorkflowFault
from records.domain.obstacles import Obstacle
from records.texts import applications as texts
from records.texts.application_kinds import KIND_NAMES, OFFICE_NAMES
from records.texts.application_obstacles import (
    enrolment_ended,
    not_an_applicant,
    open_already,
    proof_missing,
)

SAID = RefusalTexts("APPLICATION_REFUSED", texts.REFUSED, texts.REFUSED_FOR_MANY_REASONS)
OBSTACLES = (
    proof_missing(texts.REFUSED),
    open_already(ApplicationKind.NAME_CHANGE),
    enrolment_ended(KIND_NAMES[ApplicationKind.PART_TIME], KIND_NAMES[ApplicationKind.PART_TIME]),
    not_an_applicant(),
)


@pytest.mark.parametrize("fault", WorkflowFault)
def test_whatever_cannot_be_done_is_explained_in_both_languages(fault: WorkflowFault) -> None:
    failure = texts.fault(fault)
    assert failure.reason == fault.value
    assert failure.message.de != failure.message.en


def test_every_kind_and_office_has_a_name() -> None:
    assert set(KIND_NAMES) == set(ApplicationKind)
    assert set(OFFICE_NAMES) == set(Office)


@pytest.mark.parametrize("obstacle", OBSTACLES)
def test_an_obstacle_names_what_helps(obstacle: Obstacle) -> None:
    for language in Language:
        assert obstacle.explanation.in_language(language)
        assert obstacle.remedy.in_language(language)
    assert obstacle.explanation.de != obstacle.explanation.en


@pytest.mark.parametrize("copies", [1, 4, 30])
def test_a_refusal_keeps_every_code_and_fits_into_the_metadata(copies: int) -> None:
    failure = refusal(SAID, OBSTACLES * copies)
    [detail] = failure.details
    assert [each.reason for each in detail.obstacles] == [  # type: ignore[attr-defined]
        each.reason for each in OBSTACLES * copies
    ]
    assert detail.ByteSize() <= MOST_OBSTACLE_BYTES + 200
    assert len(failure.message.de.encode()) <= 500


def test_a_single_obstacle_is_said_in_the_sentence_itself() -> None:
    failure = refusal(SAID, OBSTACLES[1:2])
    assert OBSTACLES[1].explanation.de in failure.message.de
    assert OBSTACLES[1].remedy.en in failure.message.en
