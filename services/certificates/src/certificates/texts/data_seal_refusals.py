"""Refusals about data seals."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

_NOT_READABLE = LocalizedText(
    de="Das ist nicht der Strichcode einer Bescheinigung. Bitte lesen Sie den großen Strichcode"
    " neben der Verifikationsnummer noch einmal ein, möglichst gerade und bei gutem Licht, oder"
    " geben Sie die Verifikationsnummer ein.",
    en="This is not the barcode of a certificate. Please read the large barcode beside the"
    " verification number again, straight and in good light, or enter the verification number.",
)


def data_seal_not_readable() -> Failure:
    """The bytes are no data seal, or one that is damaged."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "DATA_SEAL_NOT_READABLE",
        _NOT_READABLE,
        fields=(FieldProblem("content", "DATA_SEAL_NOT_READABLE", _NOT_READABLE),),
    )
