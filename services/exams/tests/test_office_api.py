"""What the examinations office keeps, over gRPC."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pytest
from chassis.testing import running
from exams.main import service
from google.protobuf.field_mask_pb2 import FieldMask
from google.protobuf.timestamp_pb2 import Timestamp
from google.rpc import error_details_pb2
from google.type.date_pb2 import Date
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import (
    regulations_pb2,
    regulations_pb2_grpc,
    sitting_pb2,
    sitting_pb2_grpc,
    status_pb2,
    status_pb2_grpc,
)
from matrikel.type.v1.semester_pb2 import Semester

from services.exams.tests.office_factories import Office, local

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
EXAMINER = (access_pb2.ROLE_EXAMINER,)
STUDENT = (access_pb2.ROLE_ACCOUNT,)
NEW = (
    (Path(__file__).parent / "profile" / "regulations" / "BWL-BSC-2023.yaml")
    .read_text("utf-8")
    .replace("BWL-BSC-2023", "BWL-BSC-2027")
    .encode()
)


def moment(*parts: int) -> Timestamp:
    stamp = Timestamp()
    stamp.FromDatetime(local(*parts))
    return stamp


def violations(error: grpc.RpcError) -> list[tuple[str, str]]:
    """The fields that an error names."""
    status = rpc_status.from_call(error)  # type: ignore[arg-type]
    bad = error_details_pb2.BadRequest()
    assert status is not None
    assert any(detail.Unpack(bad) for detail in status.details)
    return [(one.field, one.reason) for one in bad.field_violations]


def draft(**changes: Any) -> sitting_pb2.SittingDraft:
    usual = {
        "exam_number": "1001",
        "semester": Semester(code="2026W"),
        "examination_period": 1,
        "start_time": moment(2027, 2, 3, 14),
        "room": "HS 3",
        "examiner_user_name": "ameier",
        "capacity": 30,
    }
    return sitting_pb2.SittingDraft(**{**usual, **changes})


async def test_the_office_takes_in_publishes_and_downloads_a_version(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = regulations_pb2_grpc.RegulationsServiceStub(one.channel)
        me, student = one.signed_in(uuid4(), OFFICE), one.signed_in(uuid4(), STUDENT)
        done = await stub.ImportRegulations(
            regulations_pb2.ImportRegulationsRequest(
                content=NEW, format=sitting_pb2.TABLE_FORMAT_YAML, request_id=str(uuid4())
            ),
            metadata=me,
        )
        assert (done.regulations_version_code, done.stored) == ("BWL-BSC-2027", True)
        assert [effect.effect for effect in done.effects] == ["created"] * 5
        asked = regulations_pb2.GetRegulationsVersionRequest(
            regulations_version_code="BWL-BSC-2027"
        )
        with pytest.raises(grpc.RpcError) as error:
            await stub.GetRegulationsVersion(asked, metadata=student)
        assert error.value.code() is grpc.StatusCode.NOT_FOUND
        found = await stub.GetRegulationsVersion(asked, metadata=me)
        await stub.PublishRegulations(
            regulations_pb2.PublishRegulationsRequest(
                regulations_version_code="BWL-BSC-2027",
                etag=found.regulations_version.etag,
                request_id=str(uuid4()),
            ),
            metadata=me,
        )
        found = await stub.GetRegulationsVersion(asked, metadata=student)
        version = found.regulations_version
        assert version.HasField("publish_time")
        assert [exam.attempts for exam in version.modules[0].exams] == [3, 3]
        assert version.rules[0].section == "RPO § 8"
        parts = [
            piece
            async for piece in stub.DownloadRegulations(
                regulations_pb2.DownloadRegulationsRequest(
                    regulations_version_code="BWL-BSC-2027",
                    format=sitting_pb2.TABLE_FORMAT_XLSX,
                ),
                metadata=me,
            )
        ]
        assert [part.file_name for part in parts[:1]] == ["BWL-BSC-2027.xlsx"]
        pieces = [part.body for part in parts]
        assert "spreadsheetml" in pieces[0].content_type
        again = await stub.ImportRegulations(
            regulations_pb2.ImportRegulationsRequest(
                content=b"".join(piece.data for piece in pieces),
                format=sitting_pb2.TABLE_FORMAT_XLSX,
                request_id=str(uuid4()),
            ),
            metadata=me,
        )
        assert {effect.effect for effect in again.effects} == {"unchanged"}


async def test_a_file_with_a_problem_answers_line_and_column(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = regulations_pb2_grpc.RegulationsServiceStub(one.channel)
        done = await stub.ImportRegulations(
            regulations_pb2.ImportRegulationsRequest(
                content=NEW.replace(b"area: MAJOR", b"area: MINOR"),
                format=sitting_pb2.TABLE_FORMAT_YAML,
                request_id=str(uuid4()),
            ),
            metadata=one.signed_in(uuid4(), OFFICE),
        )
    [problem] = done.problems
    assert (problem.line, problem.column, problem.reason) == (
        11,
        "modules[0].area",
        "AREA_UNKNOWN",
    )
    assert problem.message.de
    assert not done.stored


async def test_a_draft_is_deleted(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = regulations_pb2_grpc.RegulationsServiceStub(one.channel)
        me = one.signed_in(uuid4(), OFFICE)
        await stub.ImportRegulations(
            regulations_pb2.ImportRegulationsRequest(
                content=NEW, format=sitting_pb2.TABLE_FORMAT_YAML, request_id=str(uuid4())
            ),
            metadata=me,
        )
        request = regulations_pb2.DeleteRegulationsDraftRequest(
            regulations_version_code="BWL-BSC-2027"
        )
        await stub.DeleteRegulationsDraft(request, metadata=me)
        listed = await stub.ListRegulationsVersions(
            regulations_pb2.ListRegulationsVersionsRequest(), metadata=me
        )
        assert [v.regulations_version_code for v in listed.regulations_versions] == [
            "BWL-BSC-2023",
            "KUWI-BA-2024",
        ]


async def test_a_student_sees_a_module_as_a_picture(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = regulations_pb2_grpc.RegulationsServiceStub(one.channel)
        found = await stub.GetModule(
            regulations_pb2.GetModuleRequest(
                regulations_version_code="KUWI-BA-2024", module_code="KUWI-01"
            ),
            metadata=one.signed_in(uuid4(), STUDENT),
        )
    assert found.semester.code == "2026W"
    assert found.module.area_name.de == "Leuphana Semester"
    assert [(e.exam_number, len(e.sittings), e.repeatable) for e in found.module.exams] == [
        ("1001", 2, True),
        ("1002", 1, True),
    ]


async def test_the_office_offers_changes_and_cancels_a_sitting(campus: Any) -> None:
    Office(campus)
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(uuid4(), OFFICE)
        made = await stub.CreateSitting(
            sitting_pb2.CreateSittingRequest(request_id=str(uuid4()), sitting=draft()), metadata=me
        )
        sitting_id = made.sitting.sitting_id
        changed = await stub.UpdateSitting(
            sitting_pb2.UpdateSittingRequest(
                sitting_id=sitting_id,
                sitting=draft(room="HS 9", capacity=0),
                update_mask=FieldMask(paths=["room"]),
                etag=made.sitting.etag,
                request_id=str(uuid4()),
            ),
            metadata=me,
        )
        assert (changed.sitting.room, changed.sitting.capacity) == ("HS 9", 30)
        with pytest.raises(grpc.RpcError) as error:
            await stub.CancelSitting(
                sitting_pb2.CancelSittingRequest(
                    sitting_id=sitting_id,
                    etag=made.sitting.etag,
                    reason="x",
                    request_id=str(uuid4()),
                ),
                metadata=me,
            )
        assert error.value.code() is grpc.StatusCode.ABORTED
        cancelled = await stub.CancelSitting(
            sitting_pb2.CancelSittingRequest(
                sitting_id=sitting_id,
                etag=changed.sitting.etag,
                reason="Der Raum ist gesperrt.",
                request_id=str(uuid4()),
            ),
            metadata=me,
        )
        assert cancelled.sitting.HasField("cancel_time")
        found = await stub.GetSitting(
            sitting_pb2.GetSittingRequest(sitting_id=sitting_id), metadata=me
        )
        assert found.sitting == cancelled.sitting


@pytest.mark.parametrize(
    ("paths", "problem"),
    [
        ([], "MASK_EMPTY"),
        (["exam_number"], "FIELD_FIXED"),
        (["colour"], "FIELD_UNKNOWN"),
    ],
)
async def test_a_mask_names_fields_that_can_change(
    campus: Any, paths: list[str], problem: str
) -> None:
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        with pytest.raises(grpc.RpcError) as error:
            await stub.UpdateSitting(
                sitting_pb2.UpdateSittingRequest(
                    sitting_id=str(campus.sitting("1001")),
                    sitting=draft(),
                    update_mask=FieldMask(paths=paths),
                    etag="1",
                    request_id=str(uuid4()),
                ),
                metadata=one.signed_in(uuid4(), OFFICE),
            )
    assert violations(error.value) == [("update_mask", problem)]


async def test_an_examiner_sees_the_own_sittings_and_changes_none(campus: Any) -> None:
    examiner = uuid4()
    campus.account(examiner, "ameier", "ameier@leuphana.example")
    own, other = str(campus.sitting("1001")), str(campus.sitting("1003"))
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(examiner, EXAMINER)
        found = await stub.GetSitting(sitting_pb2.GetSittingRequest(sitting_id=own), metadata=me)
        assert found.sitting.examiner_name == "Dr. Anna Ameier"
        with pytest.raises(grpc.RpcError) as hidden:
            await stub.GetSitting(sitting_pb2.GetSittingRequest(sitting_id=other), metadata=me)
        assert hidden.value.code() is grpc.StatusCode.NOT_FOUND
        with pytest.raises(grpc.RpcError) as denied:
            await stub.UpdateSitting(
                sitting_pb2.UpdateSittingRequest(
                    sitting_id=own,
                    sitting=draft(),
                    update_mask=FieldMask(paths=["room"]),
                    etag="1",
                    request_id=str(uuid4()),
                ),
                metadata=me,
            )
        assert denied.value.code() is grpc.StatusCode.PERMISSION_DENIED


async def test_sittings_are_imported_and_searched(campus: Any) -> None:
    Office(campus)
    content = b"exam,semester,period,group,examiner,room\n1002,2026W,1,B,bschulz,Loft 7\n"
    async with running(service, campus.database) as one:
        stub = sitting_pb2_grpc.SittingServiceStub(one.channel)
        me = one.signed_in(uuid4(), OFFICE)
        done = await stub.ImportSittings(
            sitting_pb2.ImportSittingsRequest(
                content=content, format=sitting_pb2.TABLE_FORMAT_CSV, request_id=str(uuid4())
            ),
            metadata=me,
        )
        assert (done.booked, [effect.effect for effect in done.effects]) == (True, ["created"])
        found = await stub.ListSittings(
            sitting_pb2.ListSittingsRequest(query="loft", examination_period=1), metadata=me
        )
    assert [one.exam_number for one in found.sittings] == ["1002"]


async def test_a_period_is_saved_and_its_sittings_follow(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = regulations_pb2_grpc.ExaminationPeriodServiceStub(one.channel)
        me = one.signed_in(uuid4(), OFFICE)
        listed = await stub.ListExaminationPeriods(
            regulations_pb2.ListExaminationPeriodsRequest(page_size=2), metadata=me
        )
        assert [p.examination_period for p in listed.examination_periods] == [1, 2]
        last = await stub.ListExaminationPeriods(
            regulations_pb2.ListExaminationPeriodsRequest(page_token=listed.next_page_token),
            metadata=me,
        )
        [period] = last.examination_periods
        period.registration_last_date.CopyFrom(Date(year=2026, month=11, day=30))
        saved = await stub.SaveExaminationPeriod(
            regulations_pb2.SaveExaminationPeriodRequest(
                period=period, etag=period.etag, request_id=str(uuid4())
            ),
            metadata=me,
        )
        assert (saved.period.etag, saved.changed_sitting_count) == ("2", 6)
        period.exams_last_date.CopyFrom(Date(year=2027, month=2, day=31))
        with pytest.raises(grpc.RpcError) as error:
            await stub.SaveExaminationPeriod(
                regulations_pb2.SaveExaminationPeriodRequest(
                    period=period, etag="2", request_id=str(uuid4())
                ),
                metadata=me,
            )
    assert violations(error.value) == [("period.exams_last_date", "DATE_IMPOSSIBLE")]


async def test_everybody_may_read_the_statuses(campus: Any) -> None:
    async with running(service, campus.database) as one:
        stub = status_pb2_grpc.StatusServiceStub(one.channel)
        found = await stub.ListStatuses(status_pb2.ListStatusesRequest())
    codes = {status.status: status.code for status in found.statuses}
    assert codes[status_pb2.REGISTRATION_STATUS_NO_SHOW] == "NE"
    assert len(codes) == 18
