"""Keys, certificates, sealed files and a timestamp service for tests.

`keyring(folder)` has test keys of its own; `keyring(folder, seal=…)` seals with a certificate of
chosen dates or of another authority. `TimestampAuthority` answers over HTTP on loopback.
"""

import asyncio
import http.server
import io
import secrets
import socket
import threading
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, TypeVar

import pikepdf
from asn1crypto import cms, tsp
from certificates.documents import Attachment, render
from certificates.documents.seal_field import add_seal_field
from certificates.domain.branding import Branding
from certificates.domain.document import Document
from certificates.keys import Generation, Keyring, Purpose
from certificates.keys.first_run import make_test_keys
from certificates.keys.key_file import read_key_file, write_key_file, write_whole
from certificates.keys.places import FilePlace
from certificates.keys.signing_keys import FileKey, SealKey, private_pem
from certificates.keys.trust import Addresses
from certificates.keys.x509_making import pem_of, seal_certificate, subject, test_authority
from certificates.sealing import Sealer
from certificates.sealing.cms import DIGEST, SealSigner
from certificates.sealing.timestamps import TimestampService
from chassis.clock import Clock, SystemClock
from chassis.values import Language
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

P = ParamSpec("P")
T = TypeVar("T")

UNIVERSITY = "Leuphana Universität Lüneburg"
LOG_ORIGIN = "matrikel.leuphana.example/v1/log"
PUBLIC_URL = "https://matrikel.leuphana.example"
# Every certificate of the factories holds on these days unless a test chooses others.
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
LAST = datetime(2040, 1, 1, tzinfo=UTC)
FIRST_DATE = FIRST.date()
POLICY = "1.3.6.1.4.1.99999.1"


async def compute(function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Runs beside the event loop, as the service does."""
    return await asyncio.to_thread(function, *args, **kwargs)


@dataclass(frozen=True)
class MadeSeal:
    """A key and its chain, as a CA would have issued it."""

    key: ec.EllipticCurvePrivateKey = field(repr=False)
    chain: tuple[x509.Certificate, ...]


class Authority:
    """A CA of a test, with a root of its own."""

    def __init__(self, name: str = UNIVERSITY) -> None:
        self._name = name
        self._key = ec.generate_private_key(ec.SECP256R1())
        self.root = test_authority(self._key, name, FIRST, LAST + timedelta(days=3650))

    def seal(
        self, first: datetime = FIRST, last: datetime = LAST, name: str = "Siegel"
    ) -> MadeSeal:
        """A seal whose certificate holds from `first` to `last`."""
        key = ec.generate_private_key(ec.SECP256R1())
        # The maker lets certificates begin a day earlier.
        certificate = seal_certificate(
            key.public_key(),
            self.root,
            self._key,
            self._name,
            first + timedelta(days=1),
            last,
            name,
        )
        return MadeSeal(key, (certificate, self.root))

    def issue(self, public_key: ec.EllipticCurvePublicKey) -> tuple[x509.Certificate, ...]:
        """The chain for somebody else's key, as after a CSR."""
        made = seal_certificate(public_key, self.root, self._key, self._name, FIRST, LAST, "Siegel")
        return made, self.root

    def stamping(self, first: datetime = FIRST, last: datetime = LAST) -> MadeSeal:
        """A certificate for a timestamp service (RFC 3161, 2.3)."""
        key = ec.generate_private_key(ec.SECP256R1())
        authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        usage = x509.KeyUsage(True, True, False, False, False, False, False, False, False)
        purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
        certificate = (
            x509.CertificateBuilder()
            .subject_name(subject("Zeitstempel", self._name))
            .issuer_name(self.root.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(first)
            .not_valid_after(last)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .add_extension(purpose, critical=True)
            .add_extension(identifier, critical=False)
            .add_extension(authority, critical=False)
            .sign(self._key, hashes.SHA256())
        )
        return MadeSeal(key, (certificate, self.root))


def keyring(
    folder: Path,
    *,
    seal: MadeSeal | None = None,
    clock: Clock | None = None,
    timestamp_roots: Sequence[x509.Certificate] = (),
) -> Keyring:
    """A keyring on a new folder; without `seal` it seals with a test seal."""
    at = clock or SystemClock()
    make_test_keys(folder, UNIVERSITY, LOG_ORIGIN, at.now())
    file = read_key_file(folder)
    if timestamp_roots:
        write_whole(folder / "tsa.pem", pem_of(*timestamp_roots))
        file = replace(file, timestamp_root_files=("tsa.pem",))
    if seal is not None:
        others = [one for one in file.generations if one.purpose is not Purpose.DOCUMENT_SEAL]
        file = replace(file, generations=(generation_of(folder, seal), *others))
    write_key_file(folder, file)
    return Keyring(folder, None, at, Addresses.below(PUBLIC_URL))


def generation_of(
    folder: Path, seal: MadeSeal, name: str = "seal", first_date: date = FIRST_DATE
) -> Generation:
    """Writes the seal's files; the generation goes on until its certificate ends."""
    write_whole(folder / f"{name}.key.pem", private_pem(seal.key))
    write_whole(folder / f"{name}.crt.pem", pem_of(*seal.chain))
    return Generation(
        generation_id=name,
        purpose=Purpose.DOCUMENT_SEAL,
        place=FilePlace(f"{name}.key.pem"),
        first_date=first_date,
        last_date=None,
        public_key=seal.key.public_key(),
        chain=seal.chain,
    )


def drawn_page() -> bytes:
    """The smallest file with a place for a seal: an empty page."""
    pdf = pikepdf.Pdf.new()
    pdf.add_blank_page()
    element = pikepdf.Dictionary(
        Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, K=pikepdf.Array()
    )
    pdf.Root.StructTreeRoot = pikepdf.Dictionary(
        ParentTreeNextKey=0,
        ParentTree=pikepdf.Dictionary(Nums=pikepdf.Array()),
        K=pdf.make_indirect(element),
    )
    add_seal_field(pdf, Language.DE, datetime(2026, 11, 21, 13, 5, tzinfo=UTC))
    stream = io.BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
    return stream.getvalue()


async def sealed(
    document: Document,
    keys: Keyring,
    branding: Branding,
    *,
    attachments: Sequence[Attachment] = (),
    data_seal: bytes = b"",
    timestamps: TimestampService | None = None,
) -> bytes:
    """The document drawn and sealed, as it is issued."""
    prepared = render(
        document, branding, attachments=attachments, data_seal=data_seal, seal_field=True
    )
    return await Sealer(keys, compute, timestamps).seal(prepared)


class TimestampAuthority(AbstractContextManager["TimestampAuthority"]):
    """A timestamp service (RFC 3161) on loopback, until the block ends.

    `time` is what its stamps say; None for the real time. `answers` replaces what it would answer:
    a function from the request's bytes to a status and bytes.
    """

    def __init__(
        self,
        made: MadeSeal,
        time: datetime | None = None,
        answers: Callable[[bytes], tuple[int, bytes]] | None = None,
    ) -> None:
        self.time = time
        self.requests = 0
        self.authorization: str | None = None
        self._answers = answers or (lambda request: (200, self.answer(request)))
        generation = Generation(
            generation_id="tsa",
            purpose=Purpose.DOCUMENT_SEAL,
            place=FilePlace("tsa.key.pem"),
            first_date=FIRST_DATE,
            last_date=None,
            public_key=made.key.public_key(),
            chain=made.chain,
        )
        self._signer = SealSigner(SealKey(generation, FileKey(made.key)))
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self._server.server_port}/tsa"

    @staticmethod
    def nowhere() -> TimestampService:
        """A service at an address that nobody listens on."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return TimestampService(f"http://127.0.0.1:{probe.getsockname()[1]}/tsa", 1.0)

    def service(self, seconds: float = 5.0) -> TimestampService:
        """What asks it."""
        return TimestampService(self.url, seconds)

    def __enter__(self) -> "TimestampAuthority":
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, request: bytes, *, nonce: int | None = None) -> bytes:
        """A granted response; with `nonce` one that answers something else."""
        asked = tsp.TimeStampReq.load(request)
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY,
                "message_imprint": asked["message_imprint"],
                "serial_number": secrets.randbits(63),
                "gen_time": (self.time or datetime.now(UTC)).replace(microsecond=0),
                "nonce": asked["nonce"].native if nonce is None else nonce,
            }
        )
        return self._response(info)

    def _response(self, info: tsp.TSTInfo) -> bytes:
        content = cms.EncapsulatedContentInfo(
            {"content_type": "tst_info", "content": cms.ParsableOctetString(info.dump())}
        )
        digest = hashes.Hash(hashes.SHA256())
        digest.update(info.dump())
        token = asyncio.run(
            self._signer.async_sign(
                digest.finalize(),
                DIGEST,
                use_pades=True,
                is_pdf_sig=False,
                encap_content_info=content,
            )
        )
        response = tsp.TimeStampResp({"status": {"status": "granted"}, "time_stamp_token": token})
        return bytes(response.dump())

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        authority = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                request = self.rfile.read(int(self.headers["Content-Length"]))
                authority.requests += 1
                authority.authorization = self.headers["Authorization"]
                status, answer = authority._answers(request)
                self.send_response(status)
                self.send_header("Content-Type", "application/timestamp-reply")
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                """Nothing on the terminal of a test run."""

        return Handler
