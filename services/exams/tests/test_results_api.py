"""ResultService over gRPC: who sees and does what, and a file from download to booking."""

from typing import Any
from uuid import UUID, uuid4

import grpc
import pytest
from chassis.testing import running_with_sessions
from exams.domain.statuses import Status
from exams.main import service
from google.protobuf.message import Message
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import result_pb2 as messages
from matrikel.exams.v1 import result_pb2_grpc, sitting_pb2, status_pb2

from .results_factories import (
    EXAMINER_ID,
    OFFICE_ID,
    SECOND_ID,
    after_the_exam,
    enter,
    entry,
    listed,
    release_all,
    released,
    seated,
    status_of,
)

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
EXAMINER = (access_pb2.ROLE_EXAMINER,)


def results(one: Any) -> Any:
    return result_pb2_grpc.ResultServiceStub(one.channel)


def examiner(campus: Any, one: Any) -> Any:
    """The examiner of the sittings of exam 1001, signed in."""
    campus.account(EXAMINER_ID, "ameier", "ameier@leuphana.example")
    return one.signed_in(EXAMINER_ID, EXAMINER)


def office(one: Any, person_id: UUID = OFFICE_ID) -> Any:
    return one.signed_in(person_id, OFFICE)


async def refusal(awaitable: Any) -> tuple[grpc.StatusCode, str, list[str]]:
    """Code, reason and named fields of a refused call."""
    with pytest.raises(grpc.RpcError) as error:
        await awaitable
    status = rpc_status.from_call(error.value)  # type: ignore[arg-type]
    info, bad = error_details_pb2.ErrorInfo(), error_details_pb2.BadRequest()
    for detail in status.details if status is not None else ():
        for message in (info, bad):
            if detail.Is(message.DESCRIPTOR):
                detail.Unpack(message)
    return error.value.code(), info.reason, [one.field for one in bad.field_violations]


async def all_of(stream: Any) -> list[Any]:
    return [message async for message in stream]


async def content_of(stream: Any) -> bytes:
    return b"".join([message.body.data async for message in stream])


def upload(sitting: UUID, content: bytes, **more: Any) -> messages.ImportResultsRequest:
    return messages.ImportResultsRequest(
        sitting_id=str(sitting),
        content=content,
        request_id=str(uuid4()),
        **{"format": sitting_pb2.TABLE_FORMAT_CSV, "file_name": "noten.csv", **more},
    )


async def test_from_entering_to_reading(campus: Any) -> None:
    """The examiner enters, the office releases, the student reads; not in another order."""
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    mine = messages.ListResultsRequest(person_id=str(seat.person_id))
    async with running_with_sessions(service, campus.database) as (one, _):
        stub, me, student = results(one), examiner(campus, one), one.signed_in(seat.person_id)
        made = await stub.EnterResults(
            messages.EnterResultsRequest(
                sitting_id=str(sitting),
                request_id=str(uuid4()),
                results=[
                    messages.EnteredResult(
                        registration_id=str(seat.registration_id), grade="1.7", remark="gut"
                    )
                ],
            ),
            metadata=me,
        )
        assert [(r.grade, r.status_code, r.version) for r in made.results] == [("1.7", "BE", 1)]
        assert (await stub.ListResults(mine, metadata=student)).results == []

        request = messages.ListSittingResultsRequest(sitting_id=str(sitting))
        page = await stub.ListSittingResults(request, metadata=me)
        assert (page.entered_count, page.released_count, page.participant_count) == (1, 0, 1)
        done = await stub.ReleaseResults(
            messages.ReleaseResultsRequest(
                sitting_id=str(sitting), etag=page.etag, request_id=str(uuid4())
            ),
            metadata=office(one),
        )
        assert done.released_count == 1
        [found] = (await stub.ListResults(mine, metadata=student)).results
    assert (found.grade, found.status_code, found.attempt) == ("1.7", "BE", 1)
    assert found.module_name.de == "Methoden"
    assert found.credits_tenths == 50
    assert found.HasField("release_time")
    assert found.counts_as_attempt


async def test_examiners_see_and_change_their_own_sittings_only(campus: Any) -> None:
    own, others = campus.sitting("1001"), campus.sitting("1004", group="A")
    seat = seated(campus, others)
    campus.at(2027, 3, 1)
    calls: list[tuple[str, Message]] = [
        ("ListSittingResults", messages.ListSittingResultsRequest(sitting_id=str(others))),
        (
            "EnterResults",
            messages.EnterResultsRequest(
                sitting_id=str(others),
                request_id=str(uuid4()),
                results=[
                    messages.EnteredResult(registration_id=str(seat.registration_id), grade="1.0")
                ],
            ),
        ),
        (
            "ProposeCorrection",
            messages.ProposeCorrectionRequest(
                registration_id=str(seat.registration_id),
                grade="1.0",
                reason="Rechenfehler",
                version=1,
                request_id=str(uuid4()),
            ),
        ),
        (
            "ListResultVersions",
            messages.ListResultVersionsRequest(registration_id=str(seat.registration_id)),
        ),
        ("GetGradeDistribution", messages.GetGradeDistributionRequest(sitting_id=str(others))),
    ]
    async with running_with_sessions(service, campus.database) as (one, _):
        me = examiner(campus, one)
        for method, request in calls:
            code, _, _ = await refusal(getattr(results(one), method)(request, metadata=me))
            assert code is grpc.StatusCode.NOT_FOUND, method
        for stream in (
            results(one).ImportResults(upload(others, b"x"), metadata=me),
            results(one).DownloadResults(
                messages.DownloadResultsRequest(
                    sitting_id=str(others), format=sitting_pb2.TABLE_FORMAT_CSV
                ),
                metadata=me,
            ),
        ):
            code, _, _ = await refusal(all_of(stream))
            assert code is grpc.StatusCode.NOT_FOUND
        request = messages.ListSittingResultsRequest(sitting_id=str(own))
        assert (await results(one).ListSittingResults(request, metadata=me)).participant_count == 0


async def test_an_examiner_enters_but_does_not_release_or_decide(campus: Any) -> None:
    """domain.md "Exams" 12: "The examinations office releases them"."""
    sitting = campus.sitting("1001")
    after_the_exam(campus)
    async with running_with_sessions(service, campus.database) as (one, _):
        me = examiner(campus, one)
        code, _, _ = await refusal(
            results(one).ReleaseResults(
                messages.ReleaseResultsRequest(
                    sitting_id=str(sitting), etag="x", request_id=str(uuid4())
                ),
                metadata=me,
            )
        )
        assert code is grpc.StatusCode.PERMISSION_DENIED
        code, _, _ = await refusal(
            results(one).ListCorrections(messages.ListCorrectionsRequest(), metadata=me)
        )
    assert code is grpc.StatusCode.PERMISSION_DENIED


async def test_students_read_their_own_results_only(campus: Any) -> None:
    seat, other = (seated(campus, campus.sitting("1001")) for _ in range(2))
    request = messages.ListResultsRequest(person_id=str(other.person_id))
    async with running_with_sessions(service, campus.database) as (one, _):
        code, _, _ = await refusal(
            results(one).ListResults(request, metadata=one.signed_in(seat.person_id))
        )
    assert code is grpc.StatusCode.NOT_FOUND


async def test_each_wrong_row_of_a_request_is_named(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    request = messages.EnterResultsRequest(
        sitting_id=str(sitting),
        request_id=str(uuid4()),
        results=[
            messages.EnteredResult(registration_id=str(seat.registration_id), grade="2.0"),
            messages.EnteredResult(registration_id=str(uuid4()), grade="2.0"),
            messages.EnteredResult(registration_id=str(seat.registration_id), grade="2.0"),
        ],
    )
    async with running_with_sessions(service, campus.database) as (one, _):
        told = await refusal(results(one).EnterResults(request, metadata=office(one)))
    assert told == (
        grpc.StatusCode.INVALID_ARGUMENT,
        "RESULTS_INVALID",
        ["results[1].registration_id", "results[2].registration_id"],
    )
    assert listed(campus, sitting).entered_count == 0


async def test_a_grade_between_the_steps_of_the_scale_names_its_field(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    request = messages.EnterResultsRequest(
        sitting_id=str(sitting),
        request_id=str(uuid4()),
        results=[messages.EnteredResult(registration_id=str(seat.registration_id), grade="4.3")],
    )
    async with running_with_sessions(service, campus.database) as (one, _):
        _, reason, fields = await refusal(results(one).EnterResults(request, metadata=office(one)))
    assert (reason, fields) == ("RESULTS_INVALID", ["results[0].grade"])


@pytest.mark.parametrize(
    "file_format", [sitting_pb2.TABLE_FORMAT_CSV, sitting_pb2.TABLE_FORMAT_XLSX]
)
async def test_a_downloaded_file_is_filled_in_and_uploaded(campus: Any, file_format: Any) -> None:
    """domain.md "Exams" 12: "CSV and XLSX out and in"."""
    sitting = campus.sitting("1001")
    seats = [seated(campus, sitting, family_name=name) for name in ("Özil", "Łukasik", "=1+1")]
    after_the_exam(campus)
    enter(campus, sitting, (seats[0], entry("1.3", remark="+ gut")))
    download = messages.DownloadResultsRequest(sitting_id=str(sitting), format=file_format)
    async with running_with_sessions(service, campus.database) as (one, _):
        stub, me = results(one), examiner(campus, one)
        parts = await all_of(stub.DownloadResults(download, metadata=me))
        content = b"".join(part.body.data for part in parts)
        untouched = await all_of(
            stub.ImportResults(upload(sitting, content, format=file_format), metadata=me)
        )
        again = await content_of(stub.DownloadResults(download, metadata=me))
    ending = "csv" if file_format == sitting_pb2.TABLE_FORMAT_CSV else "xlsx"
    words = ("ergebnisse", "results")
    assert parts[0].file_name in [f"1001-2026W-1-{word}.{ending}" for word in words]
    report = untouched[-1].report
    assert report.booked
    assert [one.effect for one in report.effects] == ["unchanged"] * 3
    assert list(report.problems) == []
    if file_format == sitting_pb2.TABLE_FORMAT_CSV:
        assert again == content
    assert listed(campus, sitting).entered_count == 1


async def test_an_upload_is_answered_alike_when_it_is_repeated(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    number = listed(campus, sitting).examinees[0].matriculation_number
    request = upload(sitting, f"Matrikelnummer;Note\n{number};1,3\n".encode())
    async with running_with_sessions(service, campus.database) as (one, _):
        first = await all_of(results(one).ImportResults(request, metadata=office(one)))
        second = await all_of(results(one).ImportResults(request, metadata=office(one)))
    assert first[-1] == second[-1]
    assert first[-1].report.entered_count == 1
    assert status_of(campus, seat) is Status.REGISTERED


async def test_a_file_that_is_no_table_is_reported_and_not_booked(campus: Any) -> None:
    sitting = campus.sitting("1001")
    after_the_exam(campus)
    request = upload(sitting, b"no workbook", format=sitting_pb2.TABLE_FORMAT_XLSX)
    async with running_with_sessions(service, campus.database) as (one, _):
        told = await all_of(results(one).ImportResults(request, metadata=office(one)))
    [problem] = told[-1].report.problems
    assert (problem.line, problem.reason, told[-1].report.booked) == (0, "NOT_XLSX", False)
    assert problem.message.de
    assert problem.message.en


async def test_results_come_as_tables_and_not_as_pdf(campus: Any) -> None:
    request = messages.DownloadResultsRequest(
        sitting_id=str(campus.sitting("1001")), format=sitting_pb2.TABLE_FORMAT_PDF
    )
    async with running_with_sessions(service, campus.database) as (one, _):
        _, reason, fields = await refusal(
            all_of(results(one).DownloadResults(request, metadata=office(one)))
        )
    assert (reason, fields) == ("FORMAT_NOT_OFFERED", ["format"])


async def test_the_distribution_is_for_those_who_took_part(campus: Any) -> None:
    """domain.md "Exams" 18: "statistics"."""
    sitting = campus.sitting("1001")
    seats = [seated(campus, sitting) for _ in range(6)]
    stranger = campus.student()
    after_the_exam(campus)
    request = messages.GetGradeDistributionRequest(sitting_id=str(sitting))
    grades = ("1.0", "1.3", "1.3", "5.0")
    enter(campus, sitting, *((seat, entry(g)) for seat, g in zip(seats, grades, strict=False)))
    release_all(campus, sitting)
    async with running_with_sessions(service, campus.database) as (one, _):
        stub, me = results(one), one.signed_in(seats[0].person_id)
        _, reason, _ = await refusal(stub.GetGradeDistribution(request, metadata=me))
        assert reason == "TOO_FEW_RESULTS"
        released(campus, sitting, seats[4], entry("2.0"))
        released(campus, sitting, seats[5], entry(status=Status.NO_SHOW))
        found = await stub.GetGradeDistribution(request, metadata=me)
        absent = one.signed_in(seats[5].person_id)
        for nobody in (one.signed_in(stranger.person_id), absent):
            code, _, _ = await refusal(stub.GetGradeDistribution(request, metadata=nobody))
            assert code is grpc.StatusCode.NOT_FOUND
    assert found.result_count == 5
    assert (found.average, found.failed_permille) == ("2.12", 200)
    assert {bar.grade: bar.count for bar in found.bars if bar.count} == {
        "1.0": 1,
        "1.3": 2,
        "2.0": 1,
        "5.0": 1,
    }


async def test_a_correction_goes_from_the_examiner_to_the_office(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("5.0"))
    async with running_with_sessions(service, campus.database) as (one, _):
        stub, me = results(one), examiner(campus, one)
        proposed = await stub.ProposeCorrection(
            messages.ProposeCorrectionRequest(
                registration_id=str(seat.registration_id),
                grade="3.7",
                reason="Punkte verrechnet",
                version=2,
                request_id=str(uuid4()),
            ),
            metadata=me,
        )
        assert not proposed.correction.can_decide
        listing = messages.ListCorrectionsRequest(open_only=True)
        [waiting] = (await stub.ListCorrections(listing, metadata=office(one))).corrections
        assert waiting.can_decide
        assert (waiting.former_grade, waiting.grade) == ("5.0", "3.7")
        assert waiting.proposed_by_name == "Dr. Anna Ameier"
        decide = messages.DecideCorrectionRequest(
            correction_id=waiting.correction_id, confirm=True, request_id=str(uuid4())
        )
        decided = await stub.DecideCorrection(decide, metadata=office(one, SECOND_ID))
        versions = await stub.ListResultVersions(
            messages.ListResultVersionsRequest(registration_id=str(seat.registration_id)),
            metadata=me,
        )
        unknown = messages.DecideCorrectionRequest(
            correction_id=str(uuid4()), confirm=True, request_id=str(uuid4())
        )
        code, _, _ = await refusal(stub.DecideCorrection(unknown, metadata=office(one)))
        assert code is grpc.StatusCode.NOT_FOUND
    assert decided.correction.state == messages.CORRECTION_STATE_CONFIRMED
    assert [one.change for one in versions.versions] == ["entered", "released", "corrected"]
    assert versions.versions[-1].status == status_pb2.REGISTRATION_STATUS_PASSED
