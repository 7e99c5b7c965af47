"""`exams lottery verify FILE`: replays a published draw, on any machine, from the file alone."""

from pathlib import Path
from typing import Annotated, NoReturn
from uuid import UUID

import typer
from chassis.values import Language, LocalizedText

from exams.domain.lottery_reading import NotAPublicationError, read_publication
from exams.domain.lottery_verification import Noted, Verification, verify
from exams.texts import lottery as texts

# Something of the publication does not fit.
WRONG = 1
# The file is none.
UNREADABLE = 2

app = typer.Typer(no_args_is_help=True, help="Seats drawn by lot.")


@app.callback()
def lottery() -> None:
    """Seats drawn by lot."""


@app.command("verify")
def verify_file(
    file: Annotated[Path, typer.Argument(help="the publication of a lottery, JSON")],
    commitment: Annotated[str, typer.Option(help="digest of the seed, noted before")] = "",
    closing_digest: Annotated[str, typer.Option(help="digest of the requests, noted before")] = "",
    public_value: Annotated[str, typer.Option(help="as the public source shows it")] = "",
    registration_id: Annotated[
        UUID | None, typer.Option(help="of your receipt, to find your line")
    ] = None,
    language: Annotated[Language, typer.Option(help="of what is said")] = Language.EN,
) -> None:
    """Computes the draw again and says what fits; ends with 1 where something does not."""
    try:
        publication = read_publication(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, NotAPublicationError) as error:
        _say(texts.NOT_A_PUBLICATION.format(problem=error), language, err=True)
        raise typer.Exit(UNREADABLE) from error
    noted = Noted(commitment, closing_digest, public_value, registration_id)
    verification = verify(publication, noted)
    _say_findings(verification, language)
    lots = publication.lots
    own = verification.own_lot
    if own is not None:
        outcome = texts.outcome(own.outcome)
        line = texts.OWN_LINE.format(
            pseudonym=own.pseudonym, rank=own.rank, count=len(lots), outcome=outcome
        )
        _say(line, language)
    if not verification.fits:
        _end(verification, language)
    if not (commitment and closing_digest and public_value):
        _say(texts.NOTE_SOMETHING, language)
    seated = sum(lot.outcome.has_seat for lot in lots)
    _say(texts.ALL_FITS.format(seated=seated, count=len(lots)), language)


def _say_findings(verification: Verification, language: Language) -> None:
    for finding in verification.findings:
        verdict = texts.FITS if finding.fits else texts.FITS_NOT
        said = (
            f"{verdict.in_language(language)}: {texts.check(finding.check).in_language(language)}"
        )
        if not finding.fits and (finding.expected or finding.found):
            difference = texts.DIFFERENCE.format(expected=finding.expected, found=finding.found)
            said += f" ({difference.in_language(language)})"
        typer.echo(said)


def _end(verification: Verification, language: Language) -> NoReturn:
    findings = verification.findings
    problems = sum(not finding.fits for finding in findings)
    _say(texts.NOT_ALL_FITS.format(problems=problems, checks=len(findings)), language, err=True)
    raise typer.Exit(WRONG)


def _say(text: LocalizedText, language: Language, *, err: bool = False) -> None:
    typer.echo(text.in_language(language), err=err)
