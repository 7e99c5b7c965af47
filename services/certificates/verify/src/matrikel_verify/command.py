"""`matrikel-verify`: checks certificates without any server.

Ends with 0 for an authentic one, 1 for a rejected one, 2 where it could not be checked.
"""

import logging
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from matrikel_verify.barcode_check import NoDataSealError, check_barcode
from matrikel_verify.log_check import NewerLog
from matrikel_verify.merkle import consistency_proof
from matrikel_verify.number_check import with_printed_number
from matrikel_verify.pdf import limits
from matrikel_verify.pdf.checking import check_file
from matrikel_verify.showing import Fields, as_json, as_text
from matrikel_verify.tiles import CHECKPOINT, TileReader, TilesError, source_at
from matrikel_verify.trust import Trust
from matrikel_verify.trust_command import app as trust_app
from matrikel_verify.trust_command import default_trust_file
from matrikel_verify.verdict import Verdict
from matrikel_verify.web import WebError, fetch, is_address
from matrikel_verify.wording import LANGUAGES, language_of_locale, say

AUTHENTIC = 0
REJECTED = 1
NOT_CHECKED = 2

_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")


app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Tells real certificates from forged ones: matrikel-verify FILE.pdf",
)
app.add_typer(trust_app, name="trust")


@app.command()
def file(
    path: Annotated[Path | None, typer.Argument(metavar="FILE", help="the sealed PDF")] = None,
    trust: Annotated[
        Path | None, typer.Option(help="whom to trust; as pinned by `trust fetch`")
    ] = None,
    status_list: Annotated[
        str | None, typer.Option(help="the university's signed status list: a file or https://…")
    ] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="the newest checkpoint of the transparency log")
    ] = None,
    log: Annotated[
        str | None, typer.Option(help="the log's tiles: a folder or https://…/v1/log")
    ] = None,
    barcode: Annotated[
        Path | None, typer.Option(help="a scan or photograph of the paper with its barcode")
    ] = None,
    barcode_bytes: Annotated[
        Path | None, typer.Option(help="what a reader got out of the barcode")
    ] = None,
    number: Annotated[str, typer.Option(help="the number on the paper")] = "",
    json: Annotated[bool, typer.Option("--json", help="for programs")] = False,
    language: Annotated[str, typer.Option(help="de or en")] = "",
) -> None:
    """Checks a sealed PDF, a picture of a barcode, or that both belong together.

    Offline unless an address is given. Ends with 0 for authentic, 1 for rejected, 2 where it could
    not be checked.
    """
    # What pyHanko notes while it checks forged files is in the verdict already.
    logging.getLogger("pyhanko").setLevel(logging.CRITICAL + 1)
    logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL + 1)
    spoken = language if language in LANGUAGES else language_of_locale()
    pinned = _trust(trust or default_trust_file(), spoken)
    content = _read(path, spoken) if path else None
    if content is not None and content.startswith(_PICTURES):
        barcode, content = path, None
    sealed = _barcode(barcode, barcode_bytes, pinned, spoken)
    now = datetime.now(UTC)
    fields: Fields | None = None
    if content is not None:
        verdict = check_file(
            content,
            pinned,
            now=now,
            status_list=_status_list(status_list, spoken),
            newest_log=_newest_log(checkpoint, log, spoken),
        )
        verdict = with_printed_number(verdict, number)
        if sealed is not None:
            verdict = _both(verdict, sealed, pinned)
    elif sealed is not None:
        verdict, fields = check_barcode(sealed, pinned, number)
    else:
        _end(say(spoken, "NOTHING_GIVEN"))
    if json:
        _print(as_json(verdict, pinned.university, fields))
    else:
        _print(as_text(verdict, pinned.university, spoken, now.date(), fields))
    raise typer.Exit(AUTHENTIC if verdict.is_authentic else REJECTED)


def _both(verdict: Verdict, sealed: bytes, trust: Trust) -> Verdict:
    """The verdict on a file together with that on the barcode of its paper."""
    if verdict.claims is None:
        return verdict
    of_barcode, _ = check_barcode(sealed, trust, verdict.claims.number)
    further = [one for one in of_barcode.checks if one.code != "NOT_WITHDRAWN"]
    return Verdict.of((*verdict.checks, *further), verdict.claims)


def _trust(path: Path, language: str) -> Trust:
    if not path.exists():
        _end(say(language, "NO_TRUST", file=path))
    try:
        return Trust.parse(path.read_bytes())
    except (OSError, ValueError) as error:
        _end(say(language, "UNREADABLE", file=path, problem=error))


def _read(path: Path, language: str) -> bytes:
    try:
        with path.open("rb") as opened:
            # One byte more than is allowed tells that it is too large.
            return opened.read(limits.FILE_BYTES + 1)
    except OSError as error:
        _end(say(language, "UNREADABLE", file=path, problem=error.strerror))


def _status_list(place: str | None, language: str) -> str | None:
    if place is None:
        return None
    try:
        content = fetch(place) if is_address(place) else Path(place).read_bytes()
        return content.decode("ascii").strip()
    except (OSError, UnicodeDecodeError, WebError) as error:
        _end(say(language, "UNREADABLE", file=place, problem=error))


def _newest_log(checkpoint: Path | None, log: str | None, language: str) -> NewerLog | None:
    if checkpoint is None and log is None:
        return None
    place: object = checkpoint or log
    try:
        source = source_at(log) if log else None
        if checkpoint is not None:
            note = checkpoint.read_text(encoding="utf-8")
        else:
            assert source is not None, "one of both is given"
            note = source.read(CHECKPOINT).decode()
    except (OSError, UnicodeDecodeError, TilesError) as error:
        _end(say(language, "UNREADABLE", file=place, problem=error))

    def proof(former: int, newest: int) -> Sequence[bytes]:
        assert source is not None, "asked for with tiles only"
        return consistency_proof(former, newest, TileReader(source, newest).subtree)

    return NewerLog(note, proof if source else None)


def _barcode(
    picture: Path | None, content: Path | None, trust: Trust, language: str
) -> bytes | None:
    """The bytes of the data seal that was given, as a picture or as they are."""
    if content is not None:
        found = _read(content, language)
        try:
            check_barcode(found, trust)
        except NoDataSealError:
            _end(say(language, "NO_BARCODE", file=content))
        return found
    return None if picture is None else _barcode_in(picture, language)


def _barcode_in(picture: Path, language: str) -> bytes:
    try:
        from matrikel_verify.pictures import PictureError, PictureProblem
        from matrikel_verify.seal_pictures import read_data_seal
    except ModuleNotFoundError:
        _end(say(language, "NO_PICTURES"))
    try:
        return read_data_seal(_read(picture, language))
    except PictureError as error:
        match error.problem:
            case PictureProblem.NO_DATA_SEAL:
                _end(say(language, "NO_BARCODE", file=picture))
            case PictureProblem.SEVERAL_DATA_SEALS:
                _end(say(language, "SEVERAL_BARCODES", file=picture))
            case _:
                _end(say(language, "UNREADABLE", file=picture, problem=error))


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "ascii"
    # A terminal that knows few characters shows the others as "?" instead of failing.
    typer.echo(text.encode(encoding, "replace").decode(encoding))


def _end(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(NOT_CHECKED)


def main() -> None:
    """`matrikel-verify FILE` is short for `matrikel-verify file FILE`."""
    given = sys.argv[1:]
    is_named = not given or given[0] in ("file", "trust", "--help")
    app(given if is_named else ["file", *given], prog_name="matrikel-verify")


if __name__ == "__main__":
    main()
