"""The file keys.yaml: which generations there are, and what else a verifier has to know."""

import os
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from chassis.strict_yaml import read_strict_yaml
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from certificates.keys.generations import Generation, PublicKey
from certificates.keys.places import is_file_name, read_place
from certificates.keys.problems import KeysError
from certificates.keys.purposes import Purpose

FILE_NAME = "keys.yaml"

_HEAD = """\
# The keys of the certificates service: who signs from when to when. Change it with
# `certificates keys …`, which looks after files, dates and fitting certificates.
"""
# What the header of a data seal can carry (BSI TR-03137).
_REFERENCE = re.compile(r"[0-9A-Z]{1,40}")
_TOP = {"university", "log_origin", "timestamp_roots", "witness_keys", "generations"}
_NEEDED = {"id", "purpose", "private_key", "first_date"}
_FIELDS = _NEEDED | {
    "certificate",
    "public_key",
    "reference",
    "log_origin",
    "last_date",
    "compromised",
}


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What stands in keys.yaml, with the public files that it names."""

    # As certificates print it.
    university: str
    # The log's name in its checkpoints, for keys that are made from now on; the same for ever.
    log_origin: str
    # In the order of the file.
    generations: tuple[Generation, ...]
    # File names of certificates in which the chains of the timestamp services end.
    timestamp_root_files: tuple[str, ...] = ()
    timestamp_roots: tuple[x509.Certificate, ...] = ()
    # Keys of witnesses after C2SP signed-note: "<name>+<hash>+<base64>".
    witness_keys: tuple[str, ...] = ()

    def generation(self, generation_id: str) -> Generation:
        """Raises KeysError where there is none of that id."""
        for one in self.generations:
            if one.generation_id == generation_id:
                return one
        known = ", ".join(one.generation_id for one in self.generations)
        raise KeysError(f"there is no key {generation_id}; there are: {known}")


class _Dumper(yaml.SafeDumper):
    """Writes the same day twice where it is meant twice, without YAML's anchors."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002  # the library's signature
        return True


def read_key_file(folder: Path) -> KeyFile:
    """Reads the folder's keys.yaml and the public files. Raises KeysError, which says what is off.

    Private keys are not touched.
    """
    file = folder / FILE_NAME
    try:
        values = read_strict_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise KeysError(f"{file}: {error}") from error
    try:
        return _key_file(folder, values)
    except KeysError as error:
        raise KeysError(f"{file}: {error}") from error


def write_key_file(folder: Path, keys: KeyFile) -> None:
    """Puts keys.yaml in the place of the former one, whole or not at all."""
    values = {
        "university": keys.university,
        "log_origin": keys.log_origin,
        "timestamp_roots": list(keys.timestamp_root_files),
        "witness_keys": list(keys.witness_keys),
        "generations": [_values_of(one) for one in keys.generations],
    }
    text = _HEAD + yaml.dump(values, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    write_whole(folder / FILE_NAME, text.encode(), mode=0o644)


def write_whole(file: Path, content: bytes, *, mode: int = 0o600) -> None:
    """Writes a file that is never seen half: aside first, to the disk, then into its place."""
    aside = file.with_name(f".{file.name}.new")
    with suppress(FileNotFoundError):
        aside.unlink()
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    aside.replace(file)


def public_file_of(generation: Generation) -> str:
    """The file of the generation's certificates, or of its public key where it has none."""
    ending = "crt.pem" if generation.chain else "pub.pem"
    return f"{generation.generation_id}.{ending}"


def _values_of(one: Generation) -> dict[str, object]:
    values: dict[str, object] = {
        "id": one.generation_id,
        "purpose": one.purpose.value,
        "private_key": str(one.place),
    }
    if one.chain:
        values["certificate"] = public_file_of(one)
    elif one.public_key is not None:
        values["public_key"] = public_file_of(one)
    if one.reference:
        values["reference"] = one.reference
    if one.log_origin:
        values["log_origin"] = one.log_origin
    values["first_date"] = one.first_date
    if one.last_date is not None:
        values["last_date"] = one.last_date
    if one.compromised:
        values["compromised"] = True
    return values


def _key_file(folder: Path, values: object) -> KeyFile:
    if not isinstance(values, dict) or values.keys() != _TOP:
        raise KeysError(f"the file has exactly the fields {', '.join(sorted(_TOP))}")
    entries = _list(values, "generations")
    generations = tuple(_generation(folder, one) for one in entries)
    _require_different("id", [one.generation_id for one in generations])
    _require_different("reference", [one.reference for one in generations if one.reference])
    roots = tuple(_file_name(one) for one in _list(values, "timestamp_roots"))
    return KeyFile(
        university=_text(values, "university"),
        log_origin=_text(values, "log_origin"),
        generations=generations,
        timestamp_root_files=roots,
        timestamp_roots=tuple(one for name in roots for one in _certificates(folder, name)),
        witness_keys=tuple(str(one) for one in _list(values, "witness_keys")),
    )


def _generation(folder: Path, values: object) -> Generation:
    if not isinstance(values, dict) or not _NEEDED <= values.keys() <= _FIELDS:
        raise KeysError(
            f"each generation has the fields {', '.join(sorted(_NEEDED))} and may have"
            f" {', '.join(sorted(_FIELDS - _NEEDED))}"
        )
    generation_id = _text(values, "id")
    try:
        return _checked(folder, generation_id, values)
    except (KeysError, ValueError) as error:
        raise KeysError(f"{generation_id}: {error}") from error


def _checked(folder: Path, generation_id: str, values: Mapping[str, Any]) -> Generation:
    if not is_file_name(generation_id):
        raise KeysError("an id consists of letters, digits, dots and hyphens")
    purpose = Purpose(_text(values, "purpose"))
    chain = _certificates(folder, _text(values, "certificate")) if "certificate" in values else ()
    public_key: PublicKey | None = None
    if chain:
        public_key = fitting(purpose, chain[0].public_key())
    elif "public_key" in values:
        public_key = _public_key(purpose, folder, _text(values, "public_key"))
    elif purpose is not Purpose.DOCUMENT_SEAL:
        raise KeysError("neither a public_key nor a certificate is named")
    last_date = values.get("last_date")
    return Generation(
        generation_id=generation_id,
        purpose=purpose,
        place=read_place(_text(values, "private_key")),
        first_date=_day(values["first_date"]),
        last_date=None if last_date is None else _day(last_date),
        public_key=public_key,
        chain=chain,
        reference=_reference(purpose, values.get("reference", "")),
        log_origin=_text(values, "log_origin") if purpose is Purpose.LOG else "",
        compromised=values.get("compromised") is True,
    )


def fitting(purpose: Purpose, key: object) -> PublicKey:
    """The key, where it is of the kind that its purpose needs. Raises KeysError."""
    if purpose is Purpose.LOG:
        if isinstance(key, Ed25519PublicKey):
            return key
        raise KeysError("the log needs an Ed25519 key")
    if isinstance(key, EllipticCurvePublicKey) and isinstance(key.curve, SECP256R1):
        return key
    raise KeysError(f"{purpose.value} needs a P-256 key")


def _reference(purpose: Purpose, value: object) -> str:
    if purpose is not Purpose.DATA_SEAL:
        if value:
            raise KeysError("only data seals have a reference")
        return ""
    if not isinstance(value, str) or not _REFERENCE.fullmatch(value):
        raise KeysError("a reference is 1 to 40 digits and capital letters, in quotes")
    return value


def _public_key(purpose: Purpose, folder: Path, name: str) -> PublicKey:
    return fitting(purpose, load_pem_public_key(_content(folder, name)))


def _certificates(folder: Path, name: str) -> tuple[x509.Certificate, ...]:
    return tuple(x509.load_pem_x509_certificates(_content(folder, name)))


def _content(folder: Path, name: str) -> bytes:
    try:
        return (folder / _file_name(name)).read_bytes()
    except OSError as error:
        raise KeysError(f"{name}: {error.strerror}") from error


def _file_name(value: object) -> str:
    if not isinstance(value, str) or not is_file_name(value):
        raise KeysError(f"{value}: this is no name of a file of the key folder")
    return value


def _list(values: Mapping[str, Any], name: str) -> list[object]:
    value = values[name]
    if not isinstance(value, list):
        raise KeysError(f"{name}: this has to be a list")
    return value


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    if not isinstance(value, str) or not value:
        raise KeysError(f"{name}: a text is missing")
    return value


def _day(value: object) -> date:
    if type(value) is not date:
        raise KeysError(f"{value}: a day is written 2026-10-12, without quotes")
    return value


def _require_different(what: str, values: list[str]) -> None:
    for value in values:
        if values.count(value) > 1:
            raise KeysError(f"the {what} {value} stands there twice")
