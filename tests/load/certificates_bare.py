"""What a certificate costs without a service: drawing the same document, and one signature."""

import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

from certificates.app.issuing import enter_claims
from certificates.app.profile_loading import load_profile
from certificates.documents.worker import DrawingOrder
from certificates.domain.branding import Branding
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.facts import Facts
from certificates.flows.issuing import for_programs
from certificates.keys import Keyring
from certificates.main import service
from chassis.clock import SystemClock
from chassis.database import Database
from chassis.testing.databases import fresh_url
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from services.certificates.tests.sample_exams import many_results
from services.certificates.tests.samples import document_of, facts_of, order_of
from services.certificates.tests.seal_factories import keyring

SALT = bytes(16)


@dataclass(frozen=True)
class Bare:
    """One document with everything that is drawn into its file."""

    kind: CertificateType
    facts: Facts
    document: Document
    keys: Keyring
    drawing: DrawingOrder
    _key: ec.EllipticCurvePrivateKey

    def make(self) -> bytes:
        """Draws the file and signs as many bytes as a digest has, without sealing it."""
        file = self.drawing.draw()
        self._key.sign(file, ec.ECDSA(hashes.SHA256()))
        return file

    def per_second(self, count: int) -> float:
        """Files per second in this process, one after the other."""
        began = time.perf_counter()
        for _ in range(count):
            self.make()
        return count / (time.perf_counter() - began)


def bare(kind: CertificateType, branding: Branding, results: int) -> Bare:
    """The sample student's document, with as many results where they belong to it."""
    facts = facts_of(kind)
    if facts.exams is not None:
        facts = replace(facts, exams=many_results(results))
    document = document_of(kind, facts=facts, issue_time=SystemClock().now())
    with tempfile.TemporaryDirectory(prefix="matrikel-bench-") as folder:
        keys = keyring(Path(folder) / "keys")
        database = Database(fresh_url(service, Path(folder), None))
        try:
            database.write_now(load_profile, branding, None)
            entered = database.write_now(enter_claims, keys.log, document, kind, SALT)
        finally:
            database.close()
        readable = for_programs(order_of(kind), facts, document, entered.evidence, keys.data_seal)
    drawing = DrawingOrder(
        document, entered.branding, readable.attachments, readable.data_seal, True
    )
    return Bare(kind, facts, document, keys, drawing, ec.generate_private_key(ec.SECP256R1()))
