"""`matrikel-verify trust …`: pinning whom to believe, once and with one's own eyes."""

import os
from pathlib import Path
from typing import Annotated, NoReturn
from urllib.parse import urlsplit

import typer

from matrikel_verify.trust import Trust
from matrikel_verify.web import WebError, fetch
from matrikel_verify.wording import LANGUAGES, language_of_locale, say

_NOT_DONE = 2
# Where a university's suite hands its trust out.
_PATH = "/v1/certificates:trust"

app = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, help="Whom to trust."
)

To = Annotated[Path | None, typer.Option("--trust", help="the file that is written or shown")]
Spoken = Annotated[str, typer.Option(help="de or en")]


def default_trust_file() -> Path:
    """Where the command looks for what is pinned."""
    home = os.environ.get("XDG_CONFIG_HOME") or str(Path.home() / ".config")
    return Path(home) / "matrikel-verify" / "trust.json"


@app.command("fetch")
def fetch_trust(
    address: Annotated[str, typer.Argument(help="https://… of the university's suite")],
    trust: To = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask; compare them beforehand")] = False,
    language: Spoken = "",
) -> None:
    """Fetches the university's keys, shows their fingerprints, asks, and pins them."""
    spoken = language if language in LANGUAGES else language_of_locale()
    target = trust or default_trust_file()
    bare = urlsplit(address).path in ("", "/")
    asked = address.rstrip("/") + _PATH if bare else address
    try:
        content = fetch(asked)
        fetched = Trust.parse(content)
    except (WebError, ValueError) as error:
        _end(say(spoken, "UNREADABLE", file=asked, problem=error))
    _show(fetched)
    if target.exists():
        _show_changes(_pinned(target, spoken), fetched, spoken)
    typer.echo("")
    typer.echo(say(spoken, "PIN"))
    if not yes and not typer.confirm(say(spoken, "CONFIRM"), default=False):
        _end(say(spoken, "NOT_PINNED"))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        # Written beside and moved over: half a file of trust is never read.
        beside = target.with_name(f"{target.name}.new")
        beside.write_text(fetched.to_json(), encoding="utf-8")
        beside.replace(target)
    except OSError as error:
        _end(say(spoken, "UNREADABLE", file=target, problem=error.strerror))
    typer.echo(say(spoken, "PINNED", file=target))


@app.command("show")
def show_trust(trust: To = None, language: Spoken = "") -> None:
    """Shows the fingerprints of what is pinned."""
    spoken = language if language in LANGUAGES else language_of_locale()
    target = trust or default_trust_file()
    if not target.exists():
        _end(say(spoken, "NO_TRUST", file=target))
    _show(_pinned(target, spoken))


def _pinned(target: Path, language: str) -> Trust:
    try:
        return Trust.parse(target.read_bytes())
    except (OSError, ValueError) as error:
        _end(say(language, "UNREADABLE", file=target, problem=error))


def _show(trust: Trust) -> None:
    typer.echo(trust.university)
    for what, fingerprint in trust.fingerprints():
        typer.echo(f"  {what:<24} {fingerprint}")


def _show_changes(former: Trust, fetched: Trust, language: str) -> None:
    before, now = set(former.fingerprints()), set(fetched.fingerprints())
    if before == now:
        return
    typer.echo("")
    typer.echo(say(language, "CHANGED"))
    for what, fingerprint in sorted(now - before):
        typer.echo(f"  + {what:<22} {fingerprint}")
    for what, fingerprint in sorted(before - now):
        typer.echo(f"  - {what:<22} {fingerprint}")


def _end(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(_NOT_DONE)
