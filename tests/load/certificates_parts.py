"""What the parts of an issue take, one by one in one process."""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from uuid import uuid4

from certificates.app.issuing import SealedCertificate, enter_claims, issue_certificate
from certificates.app.log import append
from certificates.domain.branding import Branding
from certificates.domain.certificate import CertificateType
from certificates.domain.data_seal import data_seal_of
from certificates.main import service
from certificates.sealing.cms import SealTemplate
from certificates.sealing.hole import Hole
from certificates.xhochschule import message_of
from chassis.database import Database, Transaction
from chassis.testing.databases import fresh_url
from chassis.testing.postgres import running_postgres
from matrikel_verify.data_seal import encode
from matrikel_verify.number import VerificationNumber

from services.certificates.tests.samples import order_of
from tests.load.certificates_bare import SALT, Bare, bare
from tests.load.certificates_setting import RESULTS
from tests.load.measuring import Figure


def parts(quick: bool) -> Iterator[Figure]:
    """Sealing, data seal, message and log, against drawing the same document."""
    count = 20 if quick else 200
    one = bare(CertificateType.TRANSCRIPT, Branding(), RESULTS)
    template = SealTemplate.of(one.keys.document_seal)
    prepared = one.drawing.draw()
    seal = data_seal_of(one.document, one.kind)

    def sealed() -> bytes:
        hole = Hole.of(prepared)
        return hole.filled(template.sign(hole.digest()).dump())

    drawing = _milliseconds(one.drawing.draw, count // 5)
    computing: dict[str, Callable[[], object]] = {
        "seal": sealed,
        "data_seal": lambda: encode(seal, one.keys.data_seal),
        "message": lambda: message_of(one.kind, one.facts, one.document),
    }
    yield Figure("certificate_part_drawing", drawing, "ms")
    for name, call in computing.items():
        yield Figure(f"certificate_part_{name}", _milliseconds(call, count), "ms", drawing)
    yield from _stored("sqlite", None, one, sealed(), count)
    with running_postgres(fsync=True) as server:
        yield from _stored("postgresql", server, one, sealed(), count)


def _stored(place: str, server: str | None, one: Bare, file: bytes, count: int) -> Iterator[Figure]:
    """The two transactions of an issue, and what appending to the log takes within one."""
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        database = Database(fresh_url(service, Path(folder), server))
        try:
            times: dict[str, list[float]] = {"enter": [], "append": [], "store": []}
            for draw in range(count):
                document = replace(one.document, number=VerificationNumber.of_draw(draw))
                began = time.perf_counter()
                entered = database.write_now(enter_claims, one.keys.log, document, one.kind, SALT)
                stored_from = time.perf_counter()
                unique = file + str(draw).encode()
                order = order_of(one.kind)
                made = SealedCertificate(order, one.facts, document, entered, unique)
                database.write_now(issue_certificate, one.keys.log, made)
                times["enter"].append(stored_from - began)
                times["store"].append(time.perf_counter() - stored_from)
                times["append"].append(database.write_now(_appended, one))
            for name, each in times.items():
                yield Figure(f"certificate_part_{name}_{place}", 1000 * median(each), "ms")
        finally:
            database.close()


def _appended(tx: Transaction, one: Bare) -> float:
    began = time.perf_counter()
    append(tx, one.keys.log, uuid4().bytes)
    return time.perf_counter() - began


def _milliseconds(call: Callable[[], object], count: int) -> float:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        call()
        times.append(time.perf_counter() - began)
    return 1000 * median(times)
