"""The commands of identity."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from chassis.command import run_once, service_command
from chassis.errors import Failure
from chassis.values import PersonName

from identity.app.bootstrap import bootstrap_admin
from identity.app.demo_staff import new_hashes, password_hashes, store_demo_staff
from identity.app.directory import load_it_services
from identity.main import hashing_of, service
from identity.profile.demo_staff import read_demo_staff
from identity.profile.files import ProfileError
from identity.profile.it_services import read_it_services
from identity.settings import IdentitySettings

app = service_command(service)
profile = typer.Typer(no_args_is_help=True, help="The university's own data.")
app.add_typer(profile, name="profile")


@profile.command("load")
def load_profile(
    folder: Annotated[Path, typer.Argument(help="holds it_services.yaml")],
) -> None:
    """Makes the directory of IT services what the file says."""
    try:
        done = run_once(service, load_it_services, read_it_services(folder))
    except ProfileError as error:
        _give_up(str(error))
    _report(created=done.created, changed=done.changed, left=done.left, removed=done.removed)


@app.command("bootstrap-admin")
def bootstrap_administrator(
    user_name: Annotated[str, typer.Option(help="small letters and digits")],
    given_names: Annotated[str, typer.Option()],
    family_name: Annotated[str, typer.Option()],
) -> None:
    """Makes the first system administrator and shows the initial code once."""
    name = PersonName(given_names, family_name)
    domain = IdentitySettings().staff_mailbox_domain
    try:
        issued = run_once(service, bootstrap_admin, user_name, name, domain)
    except Failure as failure:
        _give_up(str(failure))
    typer.echo(f"user name:    {issued.user_name}")
    typer.echo(f"initial code: {issued.code}")
    typer.echo(f"valid until:  {issued.expires_at:%Y-%m-%d %H:%M} UTC")


@app.command("demo-staff")
def load_demo_staff(
    file: Annotated[Path, typer.Argument(help="demo_staff.yaml")],
    password_file: Annotated[Path, typer.Option(help="holds the password of all of them")],
) -> None:
    """Makes active staff accounts whose password is known; for demonstrations only."""
    settings = IdentitySettings()
    if not (settings.demo and settings.listens_on_loopback_only):
        _give_up(
            "demo accounts need MATRIKEL_DEMO=1 and a loopback address in MATRIKEL_IDENTITY_HOST"
        )
    try:
        staff = read_demo_staff(file)
        password = password_file.read_text(encoding="utf-8").strip()
        known = run_once(service, password_hashes, staff)
        hashes = new_hashes(hashing_of(settings), password, staff, known)
        domain = settings.staff_mailbox_domain
        done = run_once(service, store_demo_staff, staff, password, hashes, domain)
    except (ProfileError, OSError) as error:
        _give_up(str(error))
    except Failure as failure:
        _give_up("; ".join([str(failure), *(problem.message.en for problem in failure.fields)]))
    _report(created=done.created, changed=done.changed, left=done.left)


def _report(**done: tuple[str, ...]) -> None:
    for what, names in done.items():
        typer.echo(f"{what}: {len(names)}{' (' + ', '.join(names) + ')' if names else ''}")


def _give_up(problem: str) -> NoReturn:
    typer.echo(problem, err=True)
    raise typer.Exit(1)


if __name__ == "__main__":
    app()
