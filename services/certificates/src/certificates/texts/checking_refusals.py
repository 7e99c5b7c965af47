"""Refusals of files that are to be checked: their reason codes and sentences."""

from datetime import timedelta

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

_TYPE_UNKNOWN = LocalizedText(
    de="Diese Datei ist weder PDF noch PNG noch JPEG. Bitte wählen Sie die PDF-Datei der"
    " Bescheinigung, oder einen Scan oder ein Foto des Papiers.",
    en="This file is neither PDF nor PNG nor JPEG. Please choose the certificate's PDF file, or a"
    " scan or photograph of the paper.",
)
_NOT_READABLE = LocalizedText(
    de="In dieser Datei war kein Datensiegel zu lesen. Bitte nehmen Sie das Papier größer und"
    " schärfer auf, oder geben Sie die Verifikationsnummer ein.",
    en="No data seal could be read in this file. Please take a larger and sharper picture of the"
    " paper, or enter the verification number.",
)
_SEVERAL = LocalizedText(
    de="In dieser Datei stehen die Strichcodes mehrerer Bescheinigungen. Bitte nehmen Sie jedes"
    " Papier für sich auf, und achten Sie darauf, dass kein anderes daneben liegt.",
    en="This file shows the barcodes of several certificates. Please take a picture of each paper"
    " by itself, and see to it that no other one lies beside it.",
)
_TOO_BUSY = LocalizedText(
    de="Gerade werden zu viele Dateien auf einmal geprüft. Bitte versuchen Sie es in einigen"
    " Sekunden noch einmal.",
    en="Too many files are being checked at once. Please try again in a few seconds.",
)


def file_type_unknown() -> Failure:
    """Neither PDF nor PNG nor JPEG."""
    return _problem("FILE_TYPE_UNKNOWN", _TYPE_UNKNOWN)


def file_not_readable() -> Failure:
    """A picture or scan without a data seal that can be read, or a damaged one."""
    return _problem("FILE_NOT_READABLE", _NOT_READABLE)


def several_data_seals() -> Failure:
    """Different data seals in one picture or scan."""
    return _problem("SEVERAL_DATA_SEALS", _SEVERAL)


def too_busy() -> Failure:
    """More files wait than are checked in good time."""
    return Failure(Code.RESOURCE_EXHAUSTED, "TOO_BUSY", _TOO_BUSY, retry_after=timedelta(seconds=5))


def _problem(reason: str, sentence: LocalizedText) -> Failure:
    return Failure(
        Code.INVALID_ARGUMENT,
        reason,
        sentence,
        fields=(FieldProblem("content", reason, sentence),),
    )
