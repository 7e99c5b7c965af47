"""How pages name what certificates have: types, languages, states."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from matrikel.certificates.v1.certificate_pb2 import (
    CertificateState,
    CertificateType,
    CertificateTypeInfo,
    DocumentLanguage,
    ListCertificateTypesRequest,
)
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from portal.contract_names import value_name
from portal.visit import Visit

LANGUAGES: Mapping[str, "DocumentLanguage.ValueType"] = {
    "de": DocumentLanguage.DOCUMENT_LANGUAGE_GERMAN,
    "en": DocumentLanguage.DOCUMENT_LANGUAGE_ENGLISH,
    "both": DocumentLanguage.DOCUMENT_LANGUAGE_BOTH,
}
STATE_BADGES = {
    "valid": "success",
    "expired": "info",
    "no_longer_current": "warning",
    "superseded": "info",
    "withdrawn": "danger",
}
# A new certificate can stand in for one of these.
REPLACEABLE = ("valid", "expired", "no_longer_current")
# Long German words that end so may be parted there, for narrow screens.
_PARTED = ("bescheinigung", "datenblatt", "spiegel")


@dataclass(frozen=True, slots=True)
class Kinds:
    """The types of certificates that there are, in the order in which they are offered."""

    infos: Sequence[CertificateTypeInfo]

    def of(self, name: str) -> CertificateTypeInfo | None:
        """The type that addresses call so: "study_history"; None where there is none."""
        return next((one for one in self.infos if type_name(one.type) == name), None)

    def name(self, kind: "CertificateType.ValueType") -> LocalizedText:
        """The type's name as documents have it; with places to part long words."""
        return parted(next(one.name for one in self.infos if one.type == kind))


async def kinds_of(visit: Visit) -> Kinds:
    """The types that certificates offers."""
    answer = await visit.services.certificates.ListCertificateTypes(ListCertificateTypesRequest())
    return Kinds(answer.types)


def parted(name: LocalizedText) -> LocalizedText:
    """A text whose long German words may be parted, so that it fits narrow screens."""
    german = name.de
    for end in _PARTED:
        german = german.replace(end, f"\xad{end}")
    return LocalizedText(de=german, en=name.en)


def type_name(kind: "CertificateType.ValueType") -> str:
    """The type's name in addresses: "enrolment", "registered_exams"."""
    return value_name(CertificateType, kind)


def language_name(language: "DocumentLanguage.ValueType") -> str:
    """The language's name in forms: "de", "en", "both"."""
    return next(name for name, value in LANGUAGES.items() if value == language)


def state_name(state: "CertificateState.ValueType") -> str:
    """The state's name in the texts: "no_longer_current"."""
    return value_name(CertificateState, state)
