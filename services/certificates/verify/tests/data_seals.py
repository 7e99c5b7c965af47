"""Seals and keys for tests."""

from dataclasses import dataclass, field
from datetime import date

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from matrikel_verify.data_seal import DataSealFacts
from matrikel_verify.number import VerificationNumber
from matrikel_verify.trust import DataSealKey

NUMBER = VerificationNumber.of_draw(371_108_151_234_567)
OTHER_NUMBER = VerificationNumber.of_draw(371_108_151_234_568)
ISSUE_DATE = date(2026, 10, 5)


@dataclass(frozen=True, slots=True)
class SealKey:
    """A key in memory that signs seals."""

    reference: str = "2026A"
    private_key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )

    def sign(self, message: bytes) -> bytes:
        """r and s."""
        halves = decode_dss_signature(self.private_key.sign(message, ec.ECDSA(SHA256())))
        return b"".join(half.to_bytes(32, "big") for half in halves)

    def pinned(self, first_date: date | None = None, last_date: date | None = None) -> DataSealKey:
        """What a verifier knows of the key."""
        public_key = self.private_key.public_key()
        content = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        return DataSealKey(self.reference, content, first_date, last_date)


def facts(**changes: object) -> DataSealFacts:
    """An enrolment certificate's facts."""
    values: dict[str, object] = {
        "number": NUMBER,
        "type": "enrolment",
        "issuer": "Leuphana Universität Lüneburg",
        "family_name": "Öztürk-Şahin",
        "given_names": "İpek Nguyễn",
        "birth_date": date(2003, 2, 1),
        "birth_place": "Łódź",
        "matriculation_number": "3012345",
        "issue_date": ISSUE_DATE,
        "valid_until": date(2027, 3, 31),
        "programme": "Kulturwissenschaften",
        "degree": "B.A.",
        "semester_code": "2026W",
        "summary": "",
    }
    return DataSealFacts(**(values | changes))  # type: ignore[arg-type]
