"""What the service adds to the checks of a data seal, as it knows the certificate."""

from matrikel_verify.verdict import Check, Outcome

from certificates.domain.certificate import CertificateState

_KNOWN = "CERTIFICATE_KNOWN"
_NOT_WITHDRAWN = "NOT_WITHDRAWN"

_STATES = {
    CertificateState.VALID: (
        "Die Bescheinigung ist nicht zurückgezogen und gilt.",
        "The certificate is not withdrawn and is valid.",
    ),
    CertificateState.EXPIRED: (
        "Die Bescheinigung ist nicht zurückgezogen; ihre Gültigkeit ist abgelaufen.",
        "The certificate is not withdrawn; its validity has ended.",
    ),
    CertificateState.NO_LONGER_CURRENT: (
        "Die Bescheinigung ist nicht zurückgezogen; sie war bei der Ausstellung richtig, seither"
        " hat sich etwas geändert.",
        "The certificate is not withdrawn; it was correct when issued, something has changed"
        " since.",
    ),
    CertificateState.SUPERSEDED: (
        "Die Bescheinigung ist nicht zurückgezogen; an ihrer Stelle gibt es eine neuere.",
        "The certificate is not withdrawn; a newer one stands in its place.",
    ),
}


def known() -> Check:
    """The certificate is in the register."""
    return Check(
        _KNOWN,
        Outcome.PASSED,
        "Die Hochschule hat die Bescheinigung ausgestellt.",
        "The university issued the certificate.",
    )


def unknown() -> Check:
    """No certificate has the number, though its data would still have to be there."""
    return Check(
        _KNOWN,
        Outcome.FAILED,
        "Unter dieser Verifikationsnummer hat die Hochschule keine Bescheinigung ausgestellt.",
        "The university issued no certificate with this verification number.",
    )


def of_another() -> Check:
    """The number belongs to a certificate of another type or day."""
    return Check(
        _KNOWN,
        Outcome.FAILED,
        "Die Hochschule hat unter dieser Verifikationsnummer etwas anderes ausgestellt.",
        "The university issued another certificate with this verification number.",
    )


def deleted() -> Check:
    """So old that the data is deleted."""
    return Check(
        _KNOWN,
        Outcome.NOT_DONE,
        "Die Bescheinigung ist so alt, dass ihre Daten gelöscht sind. Ob sie zurückgezogen wurde,"
        " lässt sich nicht mehr sagen.",
        "The certificate is so old that its data is deleted. Whether it was withdrawn can no longer"
        " be told.",
    )


def withdrawn() -> Check:
    """The university withdrew it."""
    return Check(
        _NOT_WITHDRAWN,
        Outcome.FAILED,
        "Die Hochschule hat die Bescheinigung zurückgezogen: Sie gilt nicht mehr.",
        "The university withdrew the certificate: it no longer holds.",
    )


def stands(state: CertificateState) -> Check:
    """Not withdrawn, and how it stands otherwise."""
    de, en = _STATES[state]
    return Check(_NOT_WITHDRAWN, Outcome.PASSED, de, en)
