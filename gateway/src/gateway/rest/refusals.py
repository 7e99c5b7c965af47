"""The requests that the gateway refuses by itself, each with its reason and sentences."""

from chassis.values import LocalizedText

from gateway.rest.problem import FieldViolation, Problem

FIELD_SENTENCES = {
    "FIELD_UNKNOWN": LocalizedText(
        de="Dieses Feld gibt es hier nicht. Die Felder stehen unter /api.",
        en="There is no such field here. The fields are listed at /api.",
    ),
    "FIELD_FROM_TWO_SOURCES": LocalizedText(
        de="Dieses Feld ist mehrfach angegeben (Pfad, Abfrage, Inhalt oder zweite Schreibweise). "
        "Geben Sie es einmal an.",
        en="This field is given more than once (path, query, body or another spelling). "
        "Give it once.",
    ),
    "FIELD_MALFORMED": LocalizedText(
        de="Der Wert hat nicht die Form dieses Feldes. Die Form steht unter /api.",
        en="The value does not have the form of this field. The form is described at /api.",
    ),
    "BASE64_MALFORMED": LocalizedText(
        de="Der Wert ist kein Base64. Kodieren Sie ihn nach RFC 4648.",
        en="The value is not Base64. Encode it after RFC 4648.",
    ),
    "FIELD_NOT_REPEATED": LocalizedText(
        de="Dieses Feld hat nur einen Wert. Geben Sie den Parameter einmal an.",
        en="This field has one value only. Give the parameter once.",
    ),
    "IDEMPOTENCY_KEY_DIFFERS": LocalizedText(
        de="Idempotency-Key und request_id nennen verschiedene Werte. Senden Sie nur eines davon.",
        en="Idempotency-Key and request_id give different values. Send only one of them.",
    ),
}
"""What can be wrong with one field."""


def bad_field(field: str, reason: str) -> Problem:
    """One field of the request cannot be read."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        reason,
        FIELD_SENTENCES[reason],
        violations=(FieldViolation(field, reason, FIELD_SENTENCES[reason]),),
    )


def body_malformed() -> Problem:
    """The body is no JSON object."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "BODY_MALFORMED",
        LocalizedText(
            de="Der Inhalt ist kein gültiges JSON-Objekt in UTF-8. Prüfen Sie Klammern, "
            "Anführungszeichen und doppelte Namen.",
            en="The body is not a valid JSON object in UTF-8. Check brackets, quotation marks "
            "and names that occur twice.",
        ),
    )


def body_unexpected() -> Problem:
    """The method takes no body."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "BODY_UNEXPECTED",
        LocalizedText(
            de="Diese Methode nimmt keinen Inhalt an. Senden Sie die Angaben als Abfrageparameter.",
            en="This method takes no body. Send the values as query parameters.",
        ),
    )


def body_not_json() -> Problem:
    """The body says that it is something else than JSON."""
    return Problem(
        415,
        "INVALID_ARGUMENT",
        "CONTENT_TYPE_UNSUPPORTED",
        LocalizedText(
            de="Der Inhalt muss JSON sein. Setzen Sie Content-Type auf application/json.",
            en="The body must be JSON. Set Content-Type to application/json.",
        ),
        headers={"accept": "application/json"},
    )


def body_too_large(limit: int) -> Problem:
    """The body is longer than `limit` bytes."""
    return Problem(
        413,
        "INVALID_ARGUMENT",
        "BODY_TOO_LARGE",
        LocalizedText(
            de="Der Inhalt ist größer als {limit} Bytes. Senden Sie weniger auf einmal.",
            en="The body is larger than {limit} bytes. Send less at once.",
        ).format(limit=limit),
        headers={"connection": "close"},
    )


def body_too_slow() -> Problem:
    """The body did not arrive in time."""
    return Problem(
        408,
        "DEADLINE_EXCEEDED",
        "BODY_TOO_SLOW",
        LocalizedText(
            de="Der Inhalt ist nicht rechtzeitig angekommen. Senden Sie ihn noch einmal.",
            en="The body did not arrive in time. Send it again.",
        ),
        headers={"connection": "close"},
    )


def no_such_route() -> Problem:
    """No method of any contract has this path."""
    return Problem(
        404,
        "NOT_FOUND",
        "ROUTE_UNKNOWN",
        LocalizedText(
            de="Unter diesem Pfad gibt es nichts. Die Methoden stehen unter /api.",
            en="There is nothing at this path. The methods are listed at /api.",
        ),
    )


def path_not_decodable() -> Problem:
    """The path holds a broken escape or is not UTF-8."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "PATH_MALFORMED",
        LocalizedText(
            de="Der Pfad ist falsch kodiert. Kodieren Sie Sonderzeichen als Prozentfolge in UTF-8.",
            en="The path is not encoded correctly. Percent-encode special characters as UTF-8.",
        ),
    )


def query_malformed() -> Problem:
    """The query is not UTF-8 or has too many parts."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "QUERY_MALFORMED",
        LocalizedText(
            de="Die Abfrageparameter sind falsch kodiert. Kodieren Sie sie in UTF-8, jeden als "
            "name=wert.",
            en="The query parameters are not encoded correctly. Encode them in UTF-8, each as "
            "name=value.",
        ),
    )


def verb_not_allowed(allowed: str) -> Problem:
    """The path exists, but not with this HTTP method."""
    return Problem(
        405,
        "UNIMPLEMENTED",
        "HTTP_METHOD_NOT_ALLOWED",
        LocalizedText(
            de="Diese HTTP-Methode gibt es hier nicht. Erlaubt sind: {allowed}.",
            en="This HTTP method is not offered here. Allowed are: {allowed}.",
        ).format(allowed=allowed),
        headers={"allow": allowed},
    )


def header_malformed(name: str, form: LocalizedText) -> Problem:
    """A header of the request does not have its form."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "HEADER_MALFORMED",
        LocalizedText(
            de="Der Header {name} ist falsch: erwartet wird {form}.",
            en="The header {name} is wrong: expected is {form}.",
        ).format(name=name, form=form),
    )


def sign_in_needed() -> Problem:
    """The method is not public and nobody is signed in."""
    return Problem(
        401,
        "UNAUTHENTICATED",
        "SIGN_IN_REQUIRED",
        LocalizedText(
            de="Dafür müssen Sie angemeldet sein. Melden Sie sich an und versuchen Sie es noch "
            "einmal.",
            en="You must be signed in for this. Sign in and try again.",
        ),
    )


def two_credentials() -> Problem:
    """Cookie and bearer token, or several of one kind, came together."""
    return Problem(
        400,
        "INVALID_ARGUMENT",
        "CREDENTIALS_AMBIGUOUS",
        LocalizedText(
            de="Es kamen mehrere Anmeldungen zugleich (Cookie und Authorization-Header). Senden "
            "Sie nur eine.",
            en="Several credentials came together (cookie and Authorization header). Send only "
            "one.",
        ),
    )


def credential_malformed() -> Problem:
    """The Authorization header or the cookie does not have its form."""
    return Problem(
        401,
        "UNAUTHENTICATED",
        "CREDENTIAL_MALFORMED",
        LocalizedText(
            de="Die Anmeldung ist nicht lesbar. Senden Sie „Authorization: Bearer …“ mit dem "
            "Token, das Sie bekommen haben, oder melden Sie sich neu an.",
            en="The credential cannot be read. Send “Authorization: Bearer …” with the token "
            "that you were given, or sign in again.",
        ),
    )


def foreign_origin() -> Problem:
    """A page of another site tried to act with the cookie of this one."""
    return Problem(
        403,
        "PERMISSION_DENIED",
        "FOREIGN_ORIGIN",
        LocalizedText(
            de="Die Anfrage kam von einer fremden Seite und wurde nicht ausgeführt. Öffnen Sie "
            "das Portal selbst und wiederholen Sie den Schritt dort.",
            en="The request came from another site and was not carried out. Open the portal "
            "yourself and repeat the step there.",
        ),
    )
