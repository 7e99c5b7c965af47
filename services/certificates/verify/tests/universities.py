"""Universities of tests: a CA, seals, a timestamp service, a log, a status list."""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from matrikel_verify.checkpoint import LogSigner
from matrikel_verify.claims import Claims, claims_entry, file_entry
from matrikel_verify.evidence import Evidence
from matrikel_verify.merkle import Tree, inclusion_proof, leaf_hash
from matrikel_verify.status_list import Status, StatusList, StatusListToken
from matrikel_verify.trust import Jwk, Trust
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

ISSUED = datetime(2026, 11, 21, 13, 5, tzinfo=UTC)
STATUS_LIST_ADDRESS = "https://university.example/v1/certificates:statusList"
YEAR = timedelta(days=365)


@dataclass(frozen=True)
class Certified:
    """A key with its certificate."""

    key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
    certificate: x509.Certificate

    @property
    def der(self) -> bytes:
        return self.certificate.public_bytes(Encoding.DER)

    @property
    def asn1(self) -> asn1_x509.Certificate:
        return asn1_x509.Certificate.load(self.der)

    @property
    def private(self) -> asn1_keys.PrivateKeyInfo:
        pkcs8 = self.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
        return asn1_keys.PrivateKeyInfo.load(pkcs8)


def certified(
    name: str,
    issuer: Certified | None = None,
    *,
    first: datetime = ISSUED - YEAR,
    last: datetime = ISSUED + 2 * YEAR,
    timestamps: bool = False,
) -> Certified:
    """A certificate of the issuer; a root without one."""
    # pyHanko's timestamper for tests knows RSA only.
    key = (
        rsa.generate_private_key(65537, 2048)
        if timestamps
        else ec.generate_private_key(ec.SECP256R1())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(ca=issuer is None, path_length=None), critical=True)
        .add_extension(_usage(is_root=issuer is None), critical=True)
    )
    if timestamps:
        usage = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        builder = builder.add_extension(usage, critical=True)
    return Certified(key, builder.sign(issuer.key if issuer else key, hashes.SHA256()))


def _usage(*, is_root: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not is_root,
        content_commitment=not is_root,
        key_cert_sign=is_root,
        crl_sign=is_root,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )


class Log:
    """A log in memory."""

    def __init__(self, signer: LogSigner | None = None) -> None:
        key = Ed25519PrivateKey.generate()
        self.signer = signer or LogSigner("university.example/v1/log", key)
        self.tree = Tree()
        for number in range(5):
            self.append(b"\x01" + bytes([number]) * 32)

    def append(self, entry: bytes) -> int:
        self.tree.append(leaf_hash(entry))
        return self.tree.size - 1

    @property
    def checkpoint(self) -> str:
        return self.signer.sign(self.tree.size, self.tree.root())

    def evidence(self, claims: bytes, salt: bytes = b"salt" * 4) -> Evidence:
        """Appends the claims and proves that they are there."""
        index = self.append(claims_entry(salt, claims))
        proof = inclusion_proof(index, self.tree.size, self.tree.subtree)
        return Evidence(claims, salt, index, proof, self.checkpoint)


@dataclass(frozen=True)
class StatusSigner:
    """Signs status lists."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    key_id: str = "status-1"

    def sign(self, message: bytes) -> bytes:
        r, s = decode_dss_signature(self.key.sign(message, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


class University:
    """Everything that a university has."""

    def __init__(self, name: str = "Leuphana Universität Lüneburg") -> None:
        self.name = name
        self.root = certified(f"{name} Root")
        self.seal = certified(f"{name} Seal", self.root)
        self.stamp_root = certified("Timestamp Root", last=ISSUED + 9 * YEAR)
        self.stamp = certified("Timestamps", self.stamp_root, timestamps=True)
        self.log = Log()
        self.status = StatusSigner()

    @property
    def trust(self) -> Trust:
        return Trust(
            university=self.name,
            seal_certificates=(self.seal.der,),
            seal_roots=(self.root.der,),
            timestamp_roots=(self.stamp_root.der,),
            log_key=self.log.signer.vkey,
            status_list_keys=(Jwk.of(self.status.key_id, self.status.key.public_key()),),
            status_list_address=STATUS_LIST_ADDRESS,
        )

    def with_seal(self, **days: datetime) -> "University":
        """The same university with a further seal."""
        other = object.__new__(University)
        other.__dict__.update(self.__dict__)
        other.seal = certified(f"{self.name} Seal", self.root, **days)
        return other

    def cms(
        self, covered: bytes, *, stamped: datetime | None = None, by: Certified | None = None
    ) -> bytes:
        """The seal over bytes; `stamped` is the time of a timestamp."""
        sealing = by or self.seal
        chain = [self.root.asn1] if by is None else []
        signer = SimpleSigner(
            signing_cert=sealing.asn1,
            signing_key=sealing.private,
            cert_registry=SimpleCertificateStore.from_certs(chain),
        )
        stamper = None
        if stamped is not None:
            stamper = DummyTimeStamper(
                self.stamp.asn1,
                self.stamp.private,
                certs_to_embed=SimpleCertificateStore.from_certs([self.stamp_root.asn1]),
                fixed_dt=stamped,
            )
        digest = hashes.Hash(hashes.SHA256())
        digest.update(covered)
        signing = signer.async_sign(
            digest.finalize(), "sha256", use_pades=True, timestamper=stamper
        )
        return asyncio.run(signing).dump()

    def status_list(self, *noted: tuple[int, Status], time: datetime = ISSUED) -> str:
        """The signed list with these states."""
        states = StatusList.of(64, [(place, int(status)) for place, status in noted])
        token = StatusListToken(
            STATUS_LIST_ADDRESS, time, time + timedelta(days=7), timedelta(hours=1), states
        )
        return token.signed(self.status)

    def enter_file(self, sealed: bytes) -> None:
        """Enters the sealed file into the log."""
        digest = hashes.Hash(hashes.SHA256())
        digest.update(sealed)
        self.log.append(file_entry(digest.finalize()))


def claims_of(lines: tuple[str, ...], **others: object) -> Claims:
    """Claims of a certificate that says these lines."""
    claims = Claims(
        number="4711081512345671",
        type="enrolment",
        language="de",
        issuer="Leuphana Universität Lüneburg",
        title=lines[0],
        issue_time=f"{ISSUED:%Y-%m-%dT%H:%M:%SZ}",
        valid_until="2027-03-31",
        status_index=7,
        fields=(),
        lines=lines,
        furniture=("Leuphana Universität Lüneburg", "Seite {page} von {pages}"),
    )
    return replace(claims, **others)  # type: ignore[arg-type]
