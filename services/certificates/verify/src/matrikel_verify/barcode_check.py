"""A data seal by itself: whether it is genuine and belongs to the paper that it stands on."""

from matrikel_verify import sentences
from matrikel_verify.data_seal import DataSealError, decode
from matrikel_verify.data_seal_checks import check, fields_of
from matrikel_verify.trust import Trust
from matrikel_verify.verdict import Verdict


class NoDataSealError(ValueError):
    """The bytes are no data seal."""


def check_barcode(
    content: bytes, trust: Trust, printed_number: str = ""
) -> tuple[Verdict, tuple[tuple[str, str, str], ...]]:
    """The verdict on the bytes of a barcode, and what it says: labels in both languages, value.

    `printed_number` is the number on the paper, empty where it is not known. Raises
    NoDataSealError.
    """
    try:
        seal = decode(content)
    except DataSealError as error:
        raise NoDataSealError(str(error)) from error
    checks = (
        *check(seal, trust.data_seal_keys, printed_number),
        sentences.not_done("NOT_WITHDRAWN", "BARCODE"),
    )
    fields = tuple((one.label_de, one.label_en, one.value) for one in fields_of(seal))
    return Verdict.of(checks), fields
