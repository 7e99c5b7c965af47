"""X.509 certificates for test seals, and requests for real ones."""

from collections.abc import Callable
from datetime import datetime, timedelta

from asn1crypto import core, csr
from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier

from certificates.keys.generations import TEST_SEAL

TEST_CA = "TEST-CA – NICHT GÜLTIG / TEST CA – NOT VALID"
TEST_YEARS = 10
_BACKDATED = timedelta(days=1)
# Document signing (RFC 9336).
_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_MOST_ORGANIZATION_LETTERS = 64


def subject(common_name: str, university: str) -> x509.Name:
    """The name of a legal person: organisation and what the certificate is for."""
    organization = university[:_MOST_ORGANIZATION_LETTERS]
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def test_authority(
    key: EllipticCurvePrivateKey, university: str, first: datetime, last: datetime
) -> x509.Certificate:
    """A root that nobody believes. It begins a day before `first`."""
    name = subject(TEST_CA, university)
    builder = _builder(name, name, key.public_key(), first, last)
    return (
        builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(key, hashes.SHA256())
    )


def seal_certificate(
    public_key: EllipticCurvePublicKey,
    issuer: x509.Certificate,
    issuer_key: EllipticCurvePrivateKey,
    university: str,
    first: datetime,
    last: datetime,
    common_name: str = TEST_SEAL,
) -> x509.Certificate:
    """A certificate for sealing documents, as EN 319 412-3 describes those of legal persons.

    It begins a day before `first`: clocks of other machines may be behind.
    """
    builder = _builder(subject(common_name, university), issuer.subject, public_key, first, last)
    authority = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key())
    return (
        builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(authority, critical=False)
        .sign(issuer_key, hashes.SHA256())
    )


def certificate_request(
    common_name: str,
    university: str,
    public_key: EllipticCurvePublicKey,
    sign: Callable[[bytes], bytes],
) -> bytes:
    """A certificate signing request (PKCS #10, PEM) for the university's CA.

    `sign` gives r and s; the key may be in a token, which the usual builders cannot reach.
    """
    spki = public_key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    usage = {"digital_signature", "non_repudiation"}
    wanted = asn1_x509.Extensions(
        [{"extn_id": "key_usage", "critical": True, "extn_value": asn1_x509.KeyUsage(usage)}]
    )
    info = csr.CertificationRequestInfo(
        {
            "version": "v1",
            "subject": asn1_x509.Name.load(subject(common_name, university).public_bytes()),
            "subject_pk_info": asn1_keys.PublicKeyInfo.load(spki),
            "attributes": [{"type": "extension_request", "values": [wanted]}],
        }
    )
    raw = sign(info.dump())
    half = len(raw) // 2
    signature = encode_dss_signature(
        int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big")
    )
    request = csr.CertificationRequest(
        {
            "certification_request_info": info,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": core.OctetBitString(signature),
        }
    )
    return x509.load_der_x509_csr(request.dump()).public_bytes(Encoding.PEM)


def pem_of(*chain: x509.Certificate) -> bytes:
    """Certificates one after the other, as they were given."""
    return b"".join(one.public_bytes(Encoding.PEM) for one in chain)


def _builder(
    name: x509.Name,
    issuer: x509.Name,
    public_key: EllipticCurvePublicKey,
    first: datetime,
    last: datetime,
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(first - _BACKDATED)
        .not_valid_after(last)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def years_after(now: datetime, years: int = TEST_YEARS) -> datetime:
    """So many years later, leap days not counted."""
    return now + timedelta(days=365 * years)


def _usage(
    *,
    digital_signature: bool = False,
    content_commitment: bool = False,
    key_cert_sign: bool = False,
    crl_sign: bool = False,
) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=digital_signature,
        content_commitment=content_commitment,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=key_cert_sign,
        crl_sign=crl_sign,
        encipher_only=False,
        decipher_only=False,
    )
