"""Verification: numbers among few and many certificates, uploads, and somebody who guesses."""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime
from itertools import cycle
from pathlib import Path
from statistics import median
from uuid import uuid4

import grpc
from certificates.domain.certificate import LookupRule
from chassis.database import Transaction
from chassis.testing.postgres import running_postgres
from matrikel.certificates.v1 import certificate_pb2, verification_pb2
from matrikel_verify.number import VerificationNumber
from matrikel_verify.pdf.checking import examine_file
from matrikel_verify.trust import Trust

from services.certificates.tests.lifecycle_factories import Issue, store
from services.certificates.tests.samples import ENROLMENT_ID, PERSON_ID
from tests.load.certificates_setting import CertificatesSetting, certificates_alone
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
from tests.load.sign_in_setting import at_rate

FEW = 1_000
MANY = 10_000
AT_ONCE = 32
GUESSES = 10_000
GUESSERS_AT_ONCE = 32
GUESSER = "192.0.2.66"
# Employers, each at an address of its own.
ELSEWHERE = "198.51.100.7"
# What tells one refusal from another by its time is less than this share.
LIMIT = Goal(1.05, Better.LESS)


def verification(quick: bool) -> Iterator[Figure]:
    """All of it on PostgreSQL, as a university runs it."""
    with (
        running_postgres(fsync=True) as server,
        tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder,
    ):
        yield from asyncio.run(_verification(Path(folder), server, quick))


async def _verification(folder: Path, server: str, quick: bool) -> list[Figure]:
    async with certificates_alone(folder, server) as setting:
        figures = await _uploads(setting, 10 if quick else 40)
    # The other certificates are rows without papers, whose places in the log are made up.
    async with certificates_alone(folder, server) as setting:
        figures += await _growth(setting, 200 if quick else 1_500)
        figures += await _refusals(setting, 60 if quick else 600)
        return figures + await _guesses(setting, 1_000 if quick else GUESSES)


class _Employer:
    """Looks numbers up, from an address or from ever new ones."""

    def __init__(self, setting: CertificatesSetting) -> None:
        self._setting = setting
        self.answers: Counter[str] = Counter()

    async def ask(
        self, number: VerificationNumber, address: str = ELSEWHERE, pin: str = ""
    ) -> float:
        """The seconds until the answer, whatever it is."""
        request = verification_pb2.VerifyCertificateRequest(
            verification_number=number.digits, pin=pin
        )
        began = time.perf_counter()
        try:
            await self._setting.verification.VerifyCertificate(
                request, metadata=self._setting.stranger(address)
            )
            self.answers["OK"] += 1
        except grpc.aio.AioRpcError as error:
            self.answers[error.code().name] += 1
        return time.perf_counter() - began


async def _growth(setting: CertificatesSetting, count: int) -> list[Figure]:
    """Genuine numbers among few certificates and among ten times as many."""
    few = await _looked_up(setting, setting.database.write_now(_store, FEW), count)
    setting.database.write_now(_store, MANY - FEW)
    many = await _looked_up(setting, setting.database.write_now(_store, 200), count)
    return [
        Figure(
            "verification_per_second",
            median(rate for rate, _ in many),
            "1/s",
            median(rate for rate, _ in few),
            at_least(0.8),
            tuple(after / before for (before, _), (after, _) in zip(few, many, strict=True)),
        ),
        Figure(
            "verification_p99",
            1000 * median(slowest for _, slowest in many),
            "ms",
            1000 * median(slowest for _, slowest in few),
            ratios=tuple(after / before for (_, before), (_, after) in zip(few, many, strict=True)),
        ),
    ]


async def _looked_up(
    setting: CertificatesSetting, numbers: list[VerificationNumber], count: int
) -> list[tuple[float, float]]:
    """Look-ups per second and the 99th percentile in seconds, some times."""
    employer, known = _Employer(setting), cycle(numbers)
    measured = []
    for _ in range(REPEATS):
        times: list[float] = []

        async def one(times: list[float] = times) -> None:
            times.append(await employer.ask(next(known)))

        calls: Iterator[Callable[[], Awaitable[object]]] = iter([one] * count)
        rate = await per_second(calls, AT_ONCE)
        measured.append((rate, percentile(sorted(times), 0.99)))
    if set(employer.answers) != {"OK"}:
        raise RuntimeError(f"genuine numbers were answered with {dict(employer.answers)}")
    return measured


async def _refusals(setting: CertificatesSetting, count: int) -> list[Figure]:
    """Each number is asked for once, from an address that has missed nothing yet."""
    rule = {
        "with_pin": Issue(rule=LookupRule(pin_required=True)),
        "switched_off": Issue(rule=LookupRule(switched_off=True)),
    }
    ratios: dict[str, list[float]] = {name: [] for name in rule}
    medians: dict[str, list[float]] = {name: [] for name in (*rule, "unknown")}
    employer = _Employer(setting)
    address = iter(range(2**24))
    for place in range(REPEATS):
        numbers = {
            name: setting.database.write_now(_store, count, issue) for name, issue in rule.items()
        }
        numbers["unknown"] = [
            VerificationNumber.of_draw(8 * 10**14 + 10**9 + place * count + one)
            for one in range(count)
        ]
        times: dict[str, list[float]] = {name: [] for name in numbers}
        names = list(numbers)
        for one in range(count):
            # Nobody is always the first.
            for name in (*names[one % 3 :], *names[: one % 3]):
                here = next(address)
                asked = f"10.{here >> 16}.{here >> 8 & 255}.{here & 255}"
                times[name].append(await employer.ask(numbers[name][one], asked, pin="000000"))
        for name, each in times.items():
            medians[name].append(median(each))
        for name in rule:
            ratios[name].append(median(times[name]) / median(times["unknown"]))
    if set(employer.answers) != {"NOT_FOUND"}:
        raise RuntimeError(f"misses were answered with {dict(employer.answers)}")
    return [
        Figure(
            f"verification_miss_{name}",
            1000 * median(medians[name]),
            "ms",
            1000 * median(medians["unknown"]),
            LIMIT,
            tuple(ratios[name]),
        )
        for name in rule
    ]


async def _uploads(setting: CertificatesSetting, count: int) -> list[Figure]:
    """A sealed file, checked by the service and bare."""
    issued = await setting.certificates.IssueCertificate(
        certificate_pb2.IssueCertificateRequest(
            person_id=str(PERSON_ID),
            enrolment_id=str(ENROLMENT_ID),
            type=certificate_pb2.CERTIFICATE_TYPE_ENROLMENT,
            language=certificate_pb2.DOCUMENT_LANGUAGE_GERMAN,
            request_id=str(uuid4()),
        ),
        metadata=setting.student(),
    )
    request = certificate_pb2.DownloadCertificateRequest(
        certificate_id=issued.certificate.certificate_id
    )
    download = setting.certificates.DownloadCertificate(request, metadata=setting.student())
    file = b"".join([piece.body.data async for piece in download])
    upload = verification_pb2.VerifyDocumentRequest(content=file)
    times: list[float] = []

    async def check() -> None:
        began = time.perf_counter()
        answer = await setting.verification.VerifyDocument(
            upload, metadata=setting.stranger(ELSEWHERE)
        )
        times.append(time.perf_counter() - began)
        if answer.verdict != verification_pb2.VERDICT_AUTHENTIC:
            raise RuntimeError(f"the file was found {answer.verdict}")

    await check()
    bundle = await setting.verification.GetTrust(verification_pb2.GetTrustRequest())
    trust, now = Trust.parse(bundle.body.data), setting.database.clock.now()
    bare, real, lags = [], [], []
    for _ in range(REPEATS):
        bare.append(await asyncio.to_thread(_examined, file, trust, now, count))
        with setting.watched() as lag:
            real.append(await per_second(iter([check] * count), 2))
        lags.append(lag)
    return [
        Figure(
            "verification_files_per_second",
            median(real),
            "1/s",
            median(bare),
            ratios=tuple(one / base for base, one in zip(bare, real, strict=True)),
        ),
        Figure("verification_file_p50", 1000 * percentile(sorted(times), 0.5), "ms"),
        Figure(
            "verification_file_loop_lag_p99",
            median(one.milliseconds(0.99) for one in lags),
            "ms",
            median(one.milliseconds(0.99, service=False) for one in lags),
            at_most(20),
        ),
    ]


def _examined(file: bytes, trust: Trust, now: datetime, count: int) -> float:
    """Files per second without a service; in a thread, as examining runs a loop of its own."""
    began = time.perf_counter()
    for _ in range(count):
        if not examine_file(file, trust, now=now).verdict.is_authentic:
            raise RuntimeError("the file was rejected")
    return count / (time.perf_counter() - began)


async def _guesses(setting: CertificatesSetting, count: int) -> list[Figure]:
    """One address tries numbers as fast as it can; others look genuine ones up meanwhile."""
    guesser, employer = _Employer(setting), _Employer(setting)
    known = cycle(setting.database.write_now(_store, 200))
    drawn = iter(range(count))

    async def guess() -> None:
        await guesser.ask(VerificationNumber.of_draw(8 * 10**14 + next(drawn)), GUESSER)

    async def genuine(_number: int) -> float:
        return await employer.ask(next(known))

    alone = sorted(await at_rate(20, 5, genuine))
    began = time.perf_counter()
    guessing = asyncio.ensure_future(per_second(iter([guess] * count), GUESSERS_AT_ONCE))
    meanwhile: list[float] = []
    while not guessing.done():
        meanwhile += await at_rate(20, 0.5, genuine)
    seconds = count / await guessing
    if employer.answers["OK"] != sum(employer.answers.values()):
        raise RuntimeError(f"genuine numbers were answered with {dict(employer.answers)}")
    spent = time.perf_counter() - began
    answered = guesser.answers["NOT_FOUND"]
    return [
        Figure(f"verification_guesses_{count}", seconds, "s"),
        # Twenty a minute.
        Figure(
            "verification_guesses_answered",
            answered,
            f"of {count}",
            goal=at_most(20 * (2 + spent // 60)),
        ),
        Figure(
            "verification_p99_while_guessed",
            1000 * percentile(sorted(meanwhile), 0.99),
            "ms",
            1000 * percentile(alone, 0.99),
        ),
    ]


def _store(tx: Transaction, count: int, issue: Issue | None = None) -> list[VerificationNumber]:
    return [store(tx, issue or Issue()).number for _ in range(count)]
