"""Documents of every type as papers, and what programs read in their files."""

import re
import subprocess
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
from certificates.documents import Attachment, render
from certificates.domain.branding import Branding
from certificates.domain.certificate import CertificateType
from certificates.domain.document import Document
from certificates.domain.document_language import DocumentLanguage
from certificates.domain.facts import Facts
from chassis.values import LocalizedText, PersonName

from .sample_exams import many_results
from .samples import PERSON, document_of, facts_of, records_facts, registration

BRANDING = Branding(
    place="Lüneburg",
    office=LocalizedText("Studierendenservice", "Student Services"),
    footer=(LocalizedText("Stiftung öffentlichen Rechts", "Foundation under public law"),),
)
# As long as a data seal with nine fields.
DATA_SEAL = bytes(range(256)) + b"data of a seal, 25 bytes."
ATTACHMENTS = (
    Attachment(
        "xhochschule.xml",
        "<nachricht>Ağrı</nachricht>".encode(),
        "application/xml",
        "Source",
        LocalizedText("Maschinenlesbare Daten", "Machine-readable data"),
    ),
    Attachment(
        "evidence.json",
        b"{}",
        "application/json",
        "Data",
        LocalizedText("Nachweis", "Evidence"),
    ),
)
RECIPIENT = ("Ayşe Öztürk", "c/o Müller", "Scharnhorststraße 1", "21335 Lüneburg")

NAMES = {
    "turkish": PersonName("İpek Işıl", "Çağlayangil-Şahin"),
    "vietnamese": PersonName("Thị Hồng Ngọc", "Nguyễn Đặng"),
    "polish": PersonName("Łukasz Świętosław", "Žižka-Gżegżółka"),
    "greek": PersonName("Αλέξανδρος", "Παπαδόπουλος"),
    "cyrillic": PersonName("Ђорђе Щекин", "Їжакевич"),
    "combining": PersonName("J̌ana M̂arta Ji̇̀mas", "C̨̆ura"),
}


def named(kind: CertificateType, name: PersonName) -> Facts:
    return facts_of(kind, records_facts(replace(PERSON, name=name)))


def paper(
    kind: CertificateType = CertificateType.ENROLMENT,
    language: DocumentLanguage = DocumentLanguage.DE,
    facts: Facts | None = None,
    recipient: tuple[str, ...] = (),
) -> Document:
    return replace(document_of(kind, language, facts), recipient=recipient)


def with_name(
    given: str, family: str, language: DocumentLanguage = DocumentLanguage.DE
) -> Document:
    facts = named(CertificateType.ENROLMENT, PersonName(given, family))
    return paper(CertificateType.ENROLMENT, language, facts)


def long_transcript(results: int, language: DocumentLanguage = DocumentLanguage.DE) -> Document:
    kind = CertificateType.TRANSCRIPT
    return paper(kind, language, replace(facts_of(kind), exams=many_results(results)))


def with_registrations(count: int, language: DocumentLanguage = DocumentLanguage.DE) -> Document:
    kind = CertificateType.REGISTERED_EXAMS
    registrations = tuple(registration(number) for number in range(1, count + 1))
    return paper(kind, language, replace(facts_of(kind), registrations=registrations))


def every_paper() -> Iterator[tuple[str, Document]]:
    """Every type in every language, also as a letter, with every name, and the long ones."""
    for kind in CertificateType:
        for language in DocumentLanguage:
            name = f"{kind}_{language}"
            yield name, paper(kind, language)
            yield f"{name}_letter", paper(kind, language, recipient=RECIPIENT)
            for letters, person in NAMES.items():
                yield f"{name}_{letters}", paper(kind, language, named(kind, person))
    for language in DocumentLanguage:
        yield f"transcript_{language}_long", long_transcript(64, language)
        yield f"registered_exams_{language}_long", with_registrations(60, language)


def drawn(document: Document, **options: Any) -> bytes:
    """The file as it is issued, with everything but the seal itself."""
    everything: dict[str, Any] = {
        "attachments": ATTACHMENTS,
        "data_seal": DATA_SEAL,
        "seal_field": True,
    }
    return render(document, BRANDING, **{**everything, **options})


def pages_of(file: bytes) -> list[str]:
    """The text of each page as pypdf reads it, blanks in one form."""
    return [_plain(one.extract_text()) for one in pypdf.PdfReader(BytesIO(file)).pages]


def text_of(file: bytes) -> str:
    return " ".join(pages_of(file))


def poppler_text_of(file: bytes) -> str:
    """In the order in which the file draws it."""
    command = ["pdftotext", "-raw", "-", "-"]
    found = subprocess.run(command, input=file, capture_output=True, check=True)
    return _plain(found.stdout.decode())


def elements(file: pikepdf.Pdf, role: str) -> list[Any]:
    """All structure elements of a role, in reading order."""
    found = []

    def walk(node: Any) -> None:
        if node.get("/S") == f"/{role}":
            found.append(node)
        children = node.get("/K", [])
        for child in children if isinstance(children, pikepdf.Array) else [children]:
            if isinstance(child, pikepdf.Dictionary) and "/S" in child:
                walk(child)

    walk(file.Root.StructTreeRoot.K)
    return found


def without_blanks(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFC", text))


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text))
