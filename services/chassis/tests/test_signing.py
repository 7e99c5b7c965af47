"""What a service signs can be checked by anybody, and nothing else passes for it."""

import base64
import json
from pathlib import Path

import pytest
from chassis.signing import Signer, key_id_of, opened, thumbprint
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from joserfc import jws
from joserfc.jwk import ECKey

KIND = "receipt+jws"
PAYLOAD = '{"wer":"Ayşe"}'.encode()


@pytest.fixture(scope="module")
def signer() -> Signer:
    return Signer.from_file(None, KIND)


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_was_signed_is_read_again(signer: Signer) -> None:
    signed = signer.sign(PAYLOAD)
    assert key_id_of(signed) == signer.key_id
    assert opened(signed, signer.jwk, KIND) == PAYLOAD


def test_any_library_for_jws_can_check_it(signer: Signer) -> None:
    checked = jws.deserialize_compact(
        signer.sign(PAYLOAD), ECKey.import_key(dict(signer.jwk)), algorithms=["ES256"]
    )
    assert checked.payload == PAYLOAD
    assert ECKey.import_key(dict(signer.jwk)).thumbprint() == thumbprint(signer.jwk)


def test_every_changed_part_is_noticed(signer: Signer) -> None:
    head, payload, signature = signer.sign(PAYLOAD).split(".")
    other = Signer.from_file(None, KIND)
    forged = (
        f"{head}.{encoded({'wer': 'jemand'})}.{signature}",
        f"{head}.{payload}.{other.sign(PAYLOAD).split('.')[2]}",
        f"{encoded({'alg': 'none', 'typ': KIND})}.{payload}.",
        f"{encoded({'alg': 'HS256', 'typ': KIND})}.{payload}.{signature}",
        f"{encoded({'alg': 'ES256', 'typ': 'at+jwt'})}.{payload}.{signature}",
        f"{head}.{payload}.{signature}AA",
        f"{head}.{payload}.{signature}=",
        f"{head}.{payload}.",
        f"{head}.{payload}",
        "",
        "a.b.c",
        "ü.ü.ü",
    )
    for text in forged:
        with pytest.raises(ValueError, match=r"."):
            opened(text, signer.jwk, KIND)


def test_a_statement_of_another_key_does_not_pass(signer: Signer) -> None:
    with pytest.raises(ValueError, match="does not fit"):
        opened(Signer.from_file(None, KIND).sign(PAYLOAD), signer.jwk, KIND)


@pytest.mark.parametrize("header", [{}, {"kid": 3}, [], "text"])
def test_a_statement_without_a_key_id_is_refused(header: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        key_id_of(f"{encoded(header)}.e30.AA")


def test_the_key_comes_from_the_file_of_the_service(tmp_path: Path) -> None:
    file = tmp_path / "exams.pem"
    file.write_bytes(ECKey.generate_key("P-256").as_pem(private=True))
    assert Signer.from_file(file, KIND).jwk == Signer.from_file(file, KIND).jwk


def test_a_key_of_another_kind_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "exams.pem"
    key = rsa.generate_private_key(65537, 2048)
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(ValueError, match="no P-256 key"):
        Signer.from_file(file, KIND)
