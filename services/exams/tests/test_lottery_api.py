"""LotteryService over gRPC: who may, what is public, and that the seed stays secret."""

import logging
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import grpc
import pytest
from chassis.database import tables as chassis_tables
from chassis.testing import ServiceUnderTest, running
from chassis.testing.waiting import until
from exams.app.lottery import close_lottery
from exams.flows import lotteries as flow
from exams.flows.lotteries import close_due
from exams.main import service
from exams.store import tables
from exams.store.tables import lotteries
from google.protobuf.timestamp_pb2 import Timestamp
from matrikel.access.v1 import access_pb2
from matrikel.exams.v1 import lottery_pb2, lottery_pb2_grpc

from services.exams.tests.lottery_factories import PUBLIC_TIME, SOURCE, VALUE, LotteryOf

OFFICE = (access_pb2.ROLE_EXAMINATIONS_OFFICE,)
STUDENT = (access_pb2.ROLE_STUDENT,)


def stub(one: ServiceUnderTest) -> Any:
    return lottery_pb2_grpc.LotteryServiceStub(one.channel)


def creating(sitting_id: Any, **more: Any) -> lottery_pb2.CreateLotteryRequest:
    moment = Timestamp()
    moment.FromDatetime(PUBLIC_TIME)
    fields: dict[str, Any] = {
        "public_source": SOURCE,
        "public_time": moment,
        "preselection_percent": 20,
        "request_id": str(uuid4()),
    }
    return lottery_pb2.CreateLotteryRequest(sitting_id=str(sitting_id), **(fields | more))


def drawing(sitting_id: Any, **more: Any) -> lottery_pb2.DrawLotteryRequest:
    fields: dict[str, Any] = {"public_value": VALUE, "request_id": str(uuid4())}
    return lottery_pb2.DrawLotteryRequest(sitting_id=str(sitting_id), **(fields | more))


def getting(sitting_id: Any) -> lottery_pb2.GetLotteryRequest:
    return lottery_pb2.GetLotteryRequest(sitting_id=str(sitting_id))


async def test_the_office_makes_and_draws_and_everybody_sees(campus: Any) -> None:
    campus.at(2026, 10, 1)
    lottery = LotteryOf(campus, campus.sitting("1004", group="A"))
    async with running(service, campus.database) as one:
        asked = creating(lottery.sitting_id)
        created = await stub(one).CreateLottery(asked, metadata=one.signed_in(roles=OFFICE))
        assert created.lottery.sitting.seating == 2
        campus.at(2026, 11, 2)
        lottery.ask(3)
        campus.at(2026, 11, 16, 0, 2)
        assert await close_due(campus.database) == 1
        closed = (await stub(one).GetLottery(getting(lottery.sitting_id))).lottery
        assert (closed.request_count, closed.seed, closed.publication) == (3, "", "")
        assert closed.closing_digest
        campus.clock.set(PUBLIC_TIME)
        office = one.signed_in(roles=OFFICE)
        request = drawing(lottery.sitting_id)
        drawn = await stub(one).DrawLottery(request, metadata=office)
        again = await stub(one).DrawLottery(request, metadata=office)
        public = await stub(one).GetLottery(getting(lottery.sitting_id))
    assert drawn == again, "asked once more with the same id, it is drawn once"
    assert public.lottery == drawn.lottery
    assert (public.lottery.drawn_count, public.lottery.closing) == (2, "")
    assert public.lottery.closing_digest == closed.closing_digest


async def test_students_neither_make_nor_draw(campus: Any) -> None:
    lottery = LotteryOf.created(campus)
    async with running(service, campus.database) as one:
        me = one.signed_in(roles=STUDENT)
        for call, request in (
            (stub(one).CreateLottery, creating(lottery.sitting_id)),
            (stub(one).DrawLottery, drawing(lottery.sitting_id)),
        ):
            with pytest.raises(grpc.RpcError) as refused:
                await call(request, metadata=me)
            assert refused.value.code() is grpc.StatusCode.PERMISSION_DENIED
        with pytest.raises(grpc.RpcError) as refused:
            await stub(one).DrawLottery(drawing(uuid4()), metadata=one.signed_in(roles=OFFICE))
        assert refused.value.code() is grpc.StatusCode.NOT_FOUND


@pytest.mark.parametrize(
    "wrong",
    [
        {"preselection_percent": 101},
        {"preselection_percent": -1},
        {"public_source": "Lotto"},
        {"public_time": None},
    ],
)
async def test_what_a_lottery_needs_is_asked_for(campus: Any, wrong: dict[str, Any]) -> None:
    async with running(service, campus.database) as one:
        with pytest.raises(grpc.RpcError) as refused:
            await stub(one).CreateLottery(
                creating(campus.sitting("1004", group="A"), **wrong),
                metadata=one.signed_in(roles=OFFICE),
            )
        assert refused.value.code() is grpc.StatusCode.INVALID_ARGUMENT


async def test_before_the_draw_the_seed_is_in_no_answer_event_mail_or_log(
    campus: Any, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    """Everything that the service says and stores is searched, in hexadecimal and as bytes."""
    caplog.set_level(logging.DEBUG)
    campus.at(2026, 10, 1)
    lottery = LotteryOf(campus, campus.sitting("1004", group="A"))
    said: list[bytes] = []
    async with running(service, campus.database) as one:
        office = one.signed_in(roles=OFFICE)
        request = creating(lottery.sitting_id)
        for _ in range(2):
            answer = await stub(one).CreateLottery(request, metadata=office)
            said.append(answer.SerializeToString())
        campus.at(2026, 11, 2)
        lottery.ask(3)
        said.append((await stub(one).GetLottery(getting(lottery.sitting_id))).SerializeToString())
        lottery.close()
        said.append((await stub(one).GetLottery(getting(lottery.sitting_id))).SerializeToString())
        campus.clock.set(PUBLIC_TIME)
        office = one.signed_in(roles=OFFICE)
        tried = drawing(lottery.sitting_id, validate_only=True)
        said.append((await stub(one).DrawLottery(tried, metadata=office)).SerializeToString())
        with pytest.raises(grpc.RpcError) as refused:
            await stub(one).DrawLottery(
                drawing(lottery.sitting_id, public_value="–"), metadata=office
            )
        said.append(str(refused.value).encode())
    [row] = campus.rows(lotteries)
    captured = capfd.readouterr()
    said += [caplog.text.encode(), captured.out.encode(), captured.err.encode()]
    said += [repr(one).encode() for one in _everything_but_lotteries(campus)]
    everything = b"\n".join(said)
    assert row.seed_commitment.encode() in everything, "the search finds what is there"
    assert row.seed.encode() not in everything
    assert bytes.fromhex(row.seed) not in everything


async def test_the_service_closes_lotteries_by_itself(campus: Any, tmp_path: Path) -> None:
    lottery = LotteryOf.created(campus)
    lottery.ask(2)
    campus.at(2026, 11, 16, 0, 2)
    async with running(service, campus.database, mail_folder=tmp_path / "mail") as one:

        async def closed() -> bool:
            found = await stub(one).GetLottery(getting(lottery.sitting_id))
            return bool(found.lottery.closing_digest)

        await until(closed)
    assert await close_due(campus.database) == 0


async def test_one_lottery_that_cannot_be_closed_holds_up_no_other(
    campus: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    campus.at(2026, 10, 1)
    made = [LotteryOf(campus, campus.sitting("1004", group=group)) for group in "AB"]
    for one in made:
        one.create()
    campus.at(2026, 11, 16, 0, 2)
    broken = min(one.sitting_id for one in made)

    def close(tx: Any, sitting_id: Any) -> bool:
        if sitting_id == broken:
            raise ZeroDivisionError
        return close_lottery(tx, sitting_id)

    monkeypatch.setattr(flow, "close_lottery", close)
    assert await close_due(campus.database) == 1
    campus.clock.advance(timedelta(minutes=1))
    monkeypatch.undo()
    assert await close_due(campus.database) == 1


def _everything_but_lotteries(campus: Any) -> list[Any]:
    """Every row of every table, the chassis' own included."""
    all_tables = [*tables.metadata.sorted_tables, *chassis_tables.metadata.sorted_tables]
    return [row for table in all_tables if table.name != "lotteries" for row in campus.rows(table)]
