"""Certificates issued through gRPC, one by one and as a job, against bare drawing and signing."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from uuid import uuid4

import grpc
from certificates.domain.certificate import CertificateType
from certificates.store.tables import certificates as certificates_table
from chassis.database import Transaction
from chassis.testing.postgres import running_postgres
from matrikel.certificates.v1 import certificate_job_pb2, certificate_pb2
from matrikel.certificates.v1.certificate_job_pb2_grpc import CertificateJobServiceStub
from matrikel.type.v1 import semester_pb2
from sqlalchemy import func, select

from services.certificates.tests.samples import ENROLMENT_ID, PERSON_ID, WINTER
from tests.load.certificates_bare import Bare, bare
from tests.load.certificates_setting import RESULTS, CertificatesSetting, Lags, certificates_alone
from tests.load.measuring import (
    REPEATS,
    Better,
    Figure,
    Goal,
    at_least,
    at_most,
    per_second,
    percentile,
)

# As many students as wait at once in an ordinary minute; the worker is never idle then.
AT_ONCE = 6
# More than there is room for.
TOO_MANY = 200
KINDS = {
    "enrolment": (CertificateType.ENROLMENT, certificate_pb2.CERTIFICATE_TYPE_ENROLMENT),
    "transcript": (CertificateType.TRANSCRIPT, certificate_pb2.CERTIFICATE_TYPE_TRANSCRIPT),
}


@dataclass
class _Round:
    """What one kind on one database came to, repeat by repeat."""

    bare: list[float] = field(default_factory=list)
    real: list[float] = field(default_factory=list)
    # In seconds.
    latencies: list[float] = field(default_factory=list)
    lags: list[Lags] = field(default_factory=list)
    # For each certificate, in seconds: bare, in the service, in its worker.
    cpu: list[tuple[float, float, float]] = field(default_factory=list)


def issuing(quick: bool) -> Iterator[Figure]:
    """Certificates per second with one worker, how long each takes, how late the loop is."""
    yield from asyncio.run(_issuing("sqlite", None, quick))
    with running_postgres(fsync=True) as server:
        yield from asyncio.run(_issuing("postgresql", server, quick))


async def _issuing(place: str, server: str | None, quick: bool) -> list[Figure]:
    count = 30 if quick else 120
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        more = [uuid4() for _ in range(count)]
        async with certificates_alone(Path(folder), server, more) as setting:
            alone = {
                name: bare(kind, setting.branding, RESULTS) for name, (kind, _) in KINDS.items()
            }
            rounds = {name: _Round() for name in KINDS}
            jobs = _Round()
            for one in [*alone.values(), *alone.values()]:
                one.make()
            for name in KINDS:
                await _issue(setting, name, 8)
            for _ in range(REPEATS):
                for name, one in alone.items():
                    some = count if name == "enrolment" else count // 3
                    await _measure(setting, name, one, some, rounds[name])
                jobs.bare.append(alone["enrolment"].per_second(count // 2))
                with setting.watched() as lags:
                    jobs.real.append(await _job(setting))
                jobs.lags.append(lags)
            figures = [one for name, each in rounds.items() for one in _figures(name, place, each)]
            figures += [
                _rate(f"certificates_job_{place}", jobs),
                _lag(f"certificates_job_{place}", jobs, 0.99),
            ]
            return figures + await _overload(setting, place)


async def _measure(
    setting: CertificatesSetting, name: str, alone: Bare, count: int, into: _Round
) -> None:
    computed = time.process_time()
    into.bare.append(alone.per_second(count // 2))
    computed = (time.process_time() - computed) / (count // 2)
    before = setting.cpu_seconds()
    with setting.watched() as lags:
        rate, latencies = await _issue(setting, name, count)
    service, worker = (
        (now - then) / count for now, then in zip(setting.cpu_seconds(), before, strict=True)
    )
    into.cpu.append((computed, service, worker))
    into.real.append(rate)
    into.latencies += latencies
    into.lags.append(lags)


async def _issue(setting: CertificatesSetting, name: str, count: int) -> tuple[float, list[float]]:
    """Certificates per second, and how long each took."""
    latencies: list[float] = []

    async def one() -> None:
        began = time.perf_counter()
        await setting.certificates.IssueCertificate(_request(name), metadata=setting.student())
        latencies.append(time.perf_counter() - began)

    return await per_second(iter([one] * count), AT_ONCE), latencies


def _request(name: str) -> certificate_pb2.IssueCertificateRequest:
    return certificate_pb2.IssueCertificateRequest(
        person_id=str(PERSON_ID),
        enrolment_id=str(ENROLMENT_ID),
        type=KINDS[name][1],
        language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
        request_id=str(uuid4()),
    )


async def _job(setting: CertificatesSetting) -> float:
    """Certificates per second of a job about everybody whom records lists."""
    stub, metadata = CertificateJobServiceStub(setting.channel), setting.clerk()
    began = time.perf_counter()
    started = await stub.StartCertificateJob(
        certificate_job_pb2.StartCertificateJobRequest(
            order=certificate_job_pb2.CertificateJobOrder(
                type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
                language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
                semester=semester_pb2.Semester(code=WINTER.code),
            ),
            request_id=str(uuid4()),
        ),
        metadata=metadata,
    )
    asking = certificate_job_pb2.GetCertificateJobRequest(
        certificate_job_id=started.certificate_job.certificate_job_id
    )
    while True:
        job = (await stub.GetCertificateJob(asking, metadata=metadata)).certificate_job
        if job.state == certificate_job_pb2.CERTIFICATE_JOB_STATE_DONE:
            break
        await asyncio.sleep(0.1)
    if job.refused_count:
        raise RuntimeError(f"{job.refused_count} certificates of the job were refused")
    return job.issued_count / (time.perf_counter() - began)


async def _overload(setting: CertificatesSetting, place: str) -> list[Figure]:
    """Everybody at once: some are refused in no time and come again, nothing is lost or doubled."""
    before = setting.database.write_now(_stored)
    answers: Counter[str] = Counter()
    refusals: list[float] = []

    async def come(request: certificate_pb2.IssueCertificateRequest) -> bool:
        began = time.perf_counter()
        try:
            await setting.certificates.IssueCertificate(request, metadata=setting.student())
        except grpc.aio.AioRpcError as error:
            answers[error.code().name] += 1
            refusals.append(time.perf_counter() - began)
            return False
        answers["OK"] += 1
        return True

    waiting = [_request("enrolment") for _ in range(TOO_MANY)]
    began = time.perf_counter()
    first = True
    with setting.watched() as lags:
        while waiting:
            done = await asyncio.gather(*(come(one) for one in waiting))
            waiting = [one for one, is_done in zip(waiting, done, strict=True) if not is_done]
            if first:
                refused, first = len(waiting), False
                quickest = sorted(refusals)
    seconds = time.perf_counter() - began
    if set(answers) - {"OK", "RESOURCE_EXHAUSTED"}:
        raise RuntimeError(f"answers besides a certificate and TOO_BUSY: {dict(answers)}")
    lost = TOO_MANY - (setting.database.write_now(_stored) - before)
    name = f"certificates_overload_{place}"
    return [
        Figure(f"{name}_lost", lost, f"of {TOO_MANY}", goal=Goal(0, Better.LESS, of_value=True)),
        Figure(f"{name}_refused_at_first", refused, f"of {TOO_MANY}"),
        Figure(f"{name}_refused_within_p99", 1000 * percentile(quickest, 0.99), "ms"),
        Figure(f"{name}_per_second", TOO_MANY / seconds, "1/s"),
        Figure(f"{name}_loop_lag_p99", lags.milliseconds(0.99), "ms", goal=at_most(20)),
    ]


def _stored(tx: Transaction) -> int:
    return int(tx.execute(select(func.count()).select_from(certificates_table)).scalar_one())


def _figures(name: str, place: str, one: _Round) -> Iterator[Figure]:
    full = f"certificates_{name}_{place}"
    yield _rate(full, one)
    latencies = sorted(one.latencies)
    yield Figure(f"{full}_latency_p50", 1000 * percentile(latencies, 0.5), "ms")
    yield Figure(f"{full}_latency_p99", 1000 * percentile(latencies, 0.99), "ms")
    yield _lag(full, one, 0.99)
    yield _lag(full, one, 1.0)
    yield _cpu(f"{full}_service_cpu", [(base, service) for base, service, _ in one.cpu])
    yield _cpu(f"{full}_worker_cpu", [(base, worker) for base, _, worker in one.cpu])


def _rate(name: str, one: _Round) -> Figure:
    return Figure(
        f"{name}_per_second",
        median(one.real),
        "1/s",
        median(one.bare),
        at_least(0.7),
        tuple(real / base for base, real in zip(one.bare, one.real, strict=True)),
    )


def _lag(name: str, one: _Round, share: float) -> Figure:
    """The loop's lag; as bare that of a process with nothing to do in the same seconds."""
    return Figure(
        f"{name}_loop_lag_{'max' if share == 1 else 'p99'}",
        median(lags.milliseconds(share) for lags in one.lags),
        "ms",
        median(lags.milliseconds(share, service=False) for lags in one.lags),
        at_most(20) if share < 1 else None,
    )


def _cpu(name: str, pairs: list[tuple[float, float]]) -> Figure:
    """Computing for each certificate, against what it takes bare: not so moved by other work."""
    return Figure(
        name,
        1000 * median(real for _, real in pairs),
        "ms",
        1000 * median(base for base, _ in pairs),
        ratios=tuple(real / base for base, real in pairs),
    )
