"""A refusal reaches the caller however many rules stand in the way: gRPC's clients take 8 KiB."""

from typing import Any
from uuid import uuid4

import grpc
import pytest
from chassis.testing import running
from chassis.values import Language, LocalizedText
from exams.api import refusals
from exams.domain.desk import Action, Refusal
from exams.domain.obstacles import Obstacle, PrerequisiteMissing, TermsNotAccepted
from exams.main import service
from exams.store.tables import registration_attempts
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.exams.v1 import obstacle_pb2, registration_pb2, registration_pb2_grpc

from services.exams.tests.rules_factories import set_exam_rules

LONG = "Grundlagen der Geistes- und Sozialwissenschaften für Fortgeschrittene"


def groups(count: int) -> tuple[tuple[str, ...], ...]:
    """Groups of prerequisites that nobody has passed."""
    return tuple((f"{number} {LONG}", f"{number}b {LONG}") for number in range(count))


async def refusal(
    campus: Any, language: str
) -> tuple[obstacle_pb2.Refusal, error_details_pb2.ErrorInfo]:
    """Tries to register over gRPC; the refusal and the reason that arrive."""
    student = campus.student()
    request = registration_pb2.CreateRegistrationRequest(
        person_id=str(student.person_id),
        sitting_id=str(campus.sitting("1003")),
        request_id=str(uuid4()),
    )
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as error:
            await registration_pb2_grpc.RegistrationServiceStub(one.channel).CreateRegistration(
                request,
                metadata=(*one.signed_in(student.person_id), ("accept-language", language)),
            )
    status = rpc_status.from_call(error.value)  # type: ignore[arg-type]
    assert status is not None
    told, info = obstacle_pb2.Refusal(), error_details_pb2.ErrorInfo()
    for detail in status.details:
        detail.Unpack(told)
        detail.Unpack(info)
    return told, info


@pytest.mark.parametrize("language", ["de", "en"])
async def test_a_refusal_for_forty_reasons_arrives_with_every_code(
    campus: Any, language: str
) -> None:
    set_exam_rules(campus, "1003", prerequisites=groups(40))
    told, info = await refusal(campus, language)
    assert info.reason == "REGISTRATION_REFUSED"
    assert {one.reason for one in told.obstacles} == {"PREREQUISITE_MISSING"}
    first = told.obstacles[0]
    other = "en" if language == "de" else "de"
    assert getattr(first.message, language)
    assert not getattr(first.message, other)
    [attempt] = campus.rows(registration_attempts)
    assert len(attempt.obstacles) == 40
    assert str(attempt.attempt_id) == told.attempt_id


async def test_a_few_reasons_arrive_in_both_languages_with_what_helps(campus: Any) -> None:
    set_exam_rules(campus, "1003", prerequisites=groups(4))
    told, _ = await refusal(campus, "en")
    assert len(told.obstacles) == 4
    for one in told.obstacles:
        assert one.message.de
        assert one.message.en
        assert one.remedy.de
        assert one.remedy.en


def detail_of(obstacles: tuple[Obstacle, ...], language: Language) -> obstacle_pb2.Refusal:
    failure = refusals.refusal(
        Refusal(Action.REGISTER, uuid4(), uuid4(), uuid4(), None, obstacles, "RPO § 7"), language
    )
    [detail] = failure.details
    assert isinstance(detail, obstacle_pb2.Refusal)
    assert max(len(failure.message.de), len(failure.message.en)) <= refusals.MOST_SENTENCE_BYTES
    return detail


@pytest.mark.parametrize("count", [1, 5, 10, 20, 50, 500])
@pytest.mark.parametrize("language", list(Language))
def test_no_refusal_takes_more_than_its_bytes_or_loses_a_code(
    count: int, language: Language
) -> None:
    text = LocalizedText(de=LONG, en=LONG)
    missing = PrerequisiteMissing((text, text), section="RPO § 7 (2)")
    detail = detail_of((*[missing] * count, TermsNotAccepted("2026-10-01")), language)
    assert detail.ByteSize() <= refusals.MOST_OBSTACLE_BYTES + 100
    assert {one.reason for one in detail.obstacles} == {
        "PREREQUISITE_MISSING",
        "TERMS_NOT_ACCEPTED",
    }
    assert all(one.regulation_section for one in detail.obstacles[:1])


def test_what_helps_goes_before_what_stands_in_the_way() -> None:
    """Many long obstacles keep their sentences in the reader's language; the last ones lose the
    remedy."""
    text = LocalizedText(de=LONG, en=LONG)
    detail = detail_of((PrerequisiteMissing((text, text)),) * 15, Language.EN)
    assert all(one.message.en for one in detail.obstacles)
    assert detail.obstacles[0].remedy.en
    assert not detail.obstacles[-1].remedy.en
