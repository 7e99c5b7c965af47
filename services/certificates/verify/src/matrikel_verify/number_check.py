"""Whether a file belongs to the paper that somebody holds."""

from matrikel_verify import sentences
from matrikel_verify.number import MalformedVerificationNumberError, VerificationNumber
from matrikel_verify.verdict import Check, Verdict


def with_printed_number(verdict: Verdict, printed: str) -> Verdict:
    """The verdict on a file together with whether its number is the one on the paper.

    `printed` is what the paper says, blanks and hyphens anywhere; where it is empty, or the file
    says nothing that is to be believed, the verdict stays as it is.
    """
    if not printed.strip() or verdict.claims is None:
        return verdict
    check = _agrees(VerificationNumber(verdict.claims.number), printed)
    return Verdict.of((*verdict.checks, check), verdict.claims)


def _agrees(number: VerificationNumber, printed: str) -> Check:
    code = "NUMBER_AGREES"
    try:
        agrees = VerificationNumber.parse(printed) == number
    except MalformedVerificationNumberError:
        return sentences.failed(code, "MISTYPED")
    if agrees:
        return sentences.passed(code)
    return sentences.failed(code, number=number.printed)
