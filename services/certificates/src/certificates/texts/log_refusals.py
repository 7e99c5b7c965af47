"""Refusals of the transparency log; those who read them are programs and witnesses."""

from chassis.errors import Code, Failure, FieldProblem
from chassis.values import LocalizedText

_PATH_MALFORMED = LocalizedText(
    de="Diesen Pfad hat kein Protokoll. Erwartet wird etwa „tile/0/000“, „tile/1/000.p/5“ oder"
    " „tile/entries/000“ (C2SP tlog-tiles).",
    en="No log has this path. Expected is such as “tile/0/000”, “tile/1/000.p/5” or"
    " “tile/entries/000” (C2SP tlog-tiles).",
)
_TILE_UNKNOWN = LocalizedText(
    de="So weit reicht das Protokoll noch nicht. Bitte rufen Sie nur Dateien ab, die es nach dem"
    " neuesten Checkpoint gibt.",
    en="The log does not reach that far yet. Please fetch only files that exist by the newest"
    " checkpoint.",
)
_NOT_READABLE = LocalizedText(
    de="Der Checkpoint ist nicht lesbar, oder eine Unterschrift passt nicht zu ihm. Erwartet wird"
    " eine unterschriebene Notiz (C2SP signed-note) mit der Zeile des Zeugen.",
    en="The checkpoint cannot be read, or a signature does not fit it. Expected is a signed note"
    " (C2SP signed-note) with the witness's line.",
)
_NOT_OURS = LocalizedText(
    de="Diesen Checkpoint hat dieses Protokoll nicht ausgegeben. Bitte heben Sie ihn als Beweis"
    " auf, und wenden Sie sich an die Universität.",
    en="This log never gave out this checkpoint. Please keep it as evidence and turn to the"
    " university.",
)
_WITNESS_UNKNOWN = LocalizedText(
    de="Der Checkpoint trägt keine Unterschrift eines Zeugen, der hier eingetragen ist. Bitte"
    " lassen Sie Ihren öffentlichen Schlüssel bei der Universität eintragen.",
    en="The checkpoint has no signature of a witness that is registered here. Please have your"
    " public key registered at the university.",
)


def tile_path_malformed() -> Failure:
    """The path is none of a tile, or another spelling of one."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "TILE_PATH_MALFORMED",
        _PATH_MALFORMED,
        fields=(FieldProblem("tile_path", "TILE_PATH_MALFORMED", _PATH_MALFORMED),),
    )


def tile_unknown(path: str) -> Failure:
    """The log does not have that many entries."""
    return Failure(Code.NOT_FOUND, "TILE_UNKNOWN", _TILE_UNKNOWN, metadata={"tile_path": path})


def checkpoint_not_readable() -> Failure:
    """The text is no signed note, or a known witness's signature does not fit."""
    return Failure(
        Code.INVALID_ARGUMENT,
        "CHECKPOINT_NOT_READABLE",
        _NOT_READABLE,
        fields=(FieldProblem("checkpoint", "CHECKPOINT_NOT_READABLE", _NOT_READABLE),),
    )


def checkpoint_not_ours() -> Failure:
    """The log did not sign it, or its entries make another root."""
    return Failure(Code.FAILED_PRECONDITION, "CHECKPOINT_NOT_OURS", _NOT_OURS)


def witness_unknown() -> Failure:
    """No known witness signed."""
    return Failure(Code.FAILED_PRECONDITION, "WITNESS_UNKNOWN", _WITNESS_UNKNOWN)
