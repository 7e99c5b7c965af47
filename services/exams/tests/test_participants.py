"""Participants of a sitting: lists, seats and files, over gRPC."""

import re
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import grpc
import openpyxl
import pikepdf
import pytest
from chassis.testing import running
from exams.domain.statuses import Status
from exams.main import service
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import sitting_pb2 as messages
from matrikel.exams.v1 import sitting_pb2_grpc
from pypdf import PdfReader

from .results_factories import OFFICE_ID, after_the_exam, entry, released, seated

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
EXAMINER = (access_pb2.ROLE_EXAMINER,)
# Turkish, Vietnamese, Polish, Greek, Cyrillic, and a letter that only a combining mark makes.
NAMES = ("Öğünç", "Nguyễn", "Łukasik", "Παπαδοπούλου", "Шостакович", "J̌on")


def sittings(one: Any) -> Any:
    return sitting_pb2_grpc.SittingServiceStub(one.channel)


def office(one: Any, **more: Any) -> Any:
    return one.signed_in(OFFICE_ID, OFFICE, **more)


def seats_wish(sitting: UUID, rows: int = 10, **more: Any) -> messages.PlanSeatsRequest:
    chosen = {
        "seats_per_row": 10,
        "free_seats_between": 1,
        "order": messages.SEAT_ORDER_NAME,
        **more,
    }
    return messages.PlanSeatsRequest(
        sitting_id=str(sitting), rows=rows, request_id=str(uuid4()), **chosen
    )


async def download(one: Any, sitting: UUID, kind: Any, table_format: Any, **more: Any) -> bytes:
    """The file, as staff get it."""
    request = messages.DownloadParticipantsRequest(
        sitting_id=str(sitting), list=kind, format=table_format
    )
    metadata = (*office(one), *more.get("metadata", ()))
    found = [m async for m in sittings(one).DownloadParticipants(request, metadata=metadata)]
    assert found[0].body.content_type
    assert {message.body.content_type for message in found[1:]} <= {""}
    assert re.fullmatch(
        r"\d{4}-2026W-1-(teilnehmende|participants|sitzplan|seat-plan)\.(pdf|csv|xlsx)",
        found[0].file_name,
    )
    assert {message.file_name for message in found[1:]} <= {""}
    return b"".join(message.body.data for message in found)


async def test_participants_are_listed_with_status_attempt_and_place(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seated(campus, sitting, family_name="Ábel")
    seated(campus, sitting, family_name="Zander", status=Status.WAITING)
    seated(campus, sitting, family_name="Maier", status=Status.WITHDRAWN)
    request = messages.ListParticipantsRequest(sitting_id=str(sitting))
    everybody = messages.ListParticipantsRequest(sitting_id=str(sitting), show_all=True)
    async with running(service, campus.database) as one:
        seated_ones = await sittings(one).ListParticipants(request, metadata=office(one))
        all_of_them = await sittings(one).ListParticipants(everybody, metadata=office(one))
    assert [p.name.family_name for p in seated_ones.participants] == ["Ábel"]
    assert [
        (p.name.family_name, p.status_code, p.waiting_place) for p in all_of_them.participants
    ] == [("Ábel", "AN", 0), ("Maier", "RT", 0), ("Zander", "WL", 1)]
    [first] = seated_ones.participants
    assert (first.attempt, first.programme_code, first.seat) == (1, "KUWI-BA", "")


async def test_who_was_examined_stays_on_the_list(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seat = seated(campus, sitting)
    after_the_exam(campus)
    released(campus, sitting, seat, entry("1.0"))
    request = messages.ListParticipantsRequest(sitting_id=str(sitting))
    async with running(service, campus.database) as one:
        page = await sittings(one).ListParticipants(request, metadata=office(one))
    assert [p.status_code for p in page.participants] == ["BE"]


async def test_seats_are_planned_and_kept_when_somebody_comes_late(campus: Any) -> None:
    sitting = campus.sitting("1001")
    for name in ("Berg", "Celik"):
        seated(campus, sitting, family_name=name)
    listing = messages.ListParticipantsRequest(sitting_id=str(sitting))
    async with running(service, campus.database) as one:
        made = await sittings(one).PlanSeats(seats_wish(sitting), metadata=office(one))
        assert (made.planned_count, made.free_count, made.seed) == (2, 48, "")
        seated(campus, sitting, family_name="Alt")
        await sittings(one).PlanSeats(seats_wish(sitting), metadata=office(one))
        page = await sittings(one).ListParticipants(listing, metadata=office(one))
        drawn = await sittings(one).PlanSeats(
            seats_wish(sitting, order=messages.SEAT_ORDER_RANDOM, start_over=True),
            metadata=office(one),
        )
        with pytest.raises(grpc.RpcError) as error:
            await sittings(one).PlanSeats(
                seats_wish(sitting, rows=1, free_seats_between=10), metadata=office(one)
            )
    assert {p.name.family_name: p.seat for p in page.participants} == {
        "Berg": "R1-1",
        "Celik": "R1-3",
        "Alt": "R1-5",
    }
    assert len(drawn.seed) == 32
    assert error.value.code() is grpc.StatusCode.FAILED_PRECONDITION
    assert "3 are registered" in str(error.value.details())


async def test_an_examiner_gets_lists_of_own_sittings_only(campus: Any) -> None:
    """domain.md "Exams" 18: "of their own sittings only"."""
    examiner = uuid4()
    campus.account(examiner, "ameier", "ameier@leuphana.example")
    own, others = campus.sitting("1001"), campus.sitting("1003")
    async with running(service, campus.database) as one:
        me = one.signed_in(examiner, EXAMINER)
        await sittings(one).PlanSeats(seats_wish(own), metadata=me)
        for call in (
            sittings(one).PlanSeats(seats_wish(others), metadata=me),
            sittings(one).ListParticipants(
                messages.ListParticipantsRequest(sitting_id=str(others)), metadata=me
            ),
        ):
            with pytest.raises(grpc.RpcError) as error:
                await call
            assert error.value.code() is grpc.StatusCode.NOT_FOUND
        stream = sittings(one).DownloadParticipants(
            messages.DownloadParticipantsRequest(
                sitting_id=str(others),
                list=messages.PARTICIPANT_LIST_ATTENDANCE,
                format=messages.TABLE_FORMAT_PDF,
            ),
            metadata=me,
        )
        with pytest.raises(grpc.RpcError) as error:
            await anext(aiter(stream))
    assert error.value.code() is grpc.StatusCode.NOT_FOUND


async def test_the_list_is_a_tagged_pdf_with_every_letter_and_counted_pages(campus: Any) -> None:
    sitting = campus.sitting("1001")
    for place in range(30):
        seated(campus, sitting, family_name=NAMES[place % len(NAMES)])
    async with running(service, campus.database) as one:
        content = await download(
            one, sitting, messages.PARTICIPANT_LIST_ATTENDANCE, messages.TABLE_FORMAT_PDF
        )
    pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]
    assert len(pages) == 2
    for name in NAMES[:-1]:
        assert f"{name}, Ayşe" in "".join(pages)
    for number, text in enumerate(pages, start=1):
        assert f"Seite {number} von 2" in text
        assert "Unterschrift" in text
        assert "02.02.2027, 10:00 Uhr" in text
        assert "HS 2" in text
    with pikepdf.open(BytesIO(content)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "de-DE"
        assert str(pdf.docinfo["/Title"]) == "Teilnehmerliste · Statistik"
        assert "/StructTreeRoot" in pdf.Root
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor


async def test_the_same_list_is_the_same_file(campus: Any) -> None:
    sitting = campus.sitting("1001")
    seated(campus, sitting)
    async with running(service, campus.database) as one:
        first, second = [
            await download(
                one, sitting, messages.PARTICIPANT_LIST_ATTENDANCE, messages.TABLE_FORMAT_PDF
            )
            for _ in range(2)
        ]
    assert first == second


async def test_the_seat_plan_at_the_door_names_no_names(campus: Any) -> None:
    sitting = campus.sitting("1001")
    for name in ("Berg", "Alt"):
        seated(campus, sitting, family_name=name)
    async with running(service, campus.database) as one:
        await sittings(one).PlanSeats(seats_wish(sitting), metadata=office(one))
        content = await download(
            one,
            sitting,
            messages.PARTICIPANT_LIST_SEAT_PLAN,
            messages.TABLE_FORMAT_PDF,
            metadata=(("accept-language", "en"),),
        )
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "Seat plan" in text
    assert text.index("R1-1") < text.index("R1-3")
    assert "Berg" not in text
    assert "Alt" not in text


async def test_spreadsheets_have_what_staff_need_and_no_formulas(campus: Any) -> None:
    """domain.md "Exams" 18: "participant lists (PDF/CSV), seat plans"."""
    sitting = campus.sitting("1001")
    seated(campus, sitting, family_name="=1+1")
    async with running(service, campus.database) as one:
        attendance = messages.PARTICIPANT_LIST_ATTENDANCE
        csv = await download(one, sitting, attendance, messages.TABLE_FORMAT_CSV)
        xlsx = await download(one, sitting, attendance, messages.TABLE_FORMAT_XLSX)
    lines = csv.decode("utf-8-sig").splitlines()
    assert lines[0] == "Matrikelnummer;Name;Studiengang;Versuch;Status;Platz;anwesend"
    assert ";'=1+1, Ayşe;KUWI-BA;1;AN;" in lines[1]
    sheet: Any = openpyxl.load_workbook(BytesIO(xlsx)).active
    assert sheet.title == "Teilnehmerliste"
    assert sheet["B2"].value == "=1+1, Ayşe"
    assert sheet["B2"].data_type == "s"


async def test_a_sitting_without_participants_has_a_list_that_says_so(campus: Any) -> None:
    async with running(service, campus.database) as one:
        content = await download(
            one,
            campus.sitting("1002"),
            messages.PARTICIPANT_LIST_ATTENDANCE,
            messages.TABLE_FORMAT_PDF,
        )
    text = PdfReader(BytesIO(content)).pages[0].extract_text()
    assert "niemand angemeldet" in text
    assert "ohne festes Datum" in text
