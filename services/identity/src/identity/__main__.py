"""The commands of identity."""

from pathlib import Path
from typing import Annotated, NoReturn

import typer
from chassis.command import run_once, service_command
from chassis.errors import Failure
from chassis.values import PersonName

from identity.app.accounts.bootstrap import bootstrap_admin
from identity.app.accounts.demo_staff import new_hashes, password_hashes, store_demo_staff
from identity.app.accounts.rules import load_rules
from identity.app.accounts.terms import TermsChangedError, load_terms
from identity.app.it_services.directory import load_it_services
from identity.app.library.cards import load_rules as load_library
from identity.app.roles.lists import load_grantable_roles
from identity.commands.clients import clients
from identity.composition.sign_in import hashing_of
from identity.main import service
from identity.profile.accounts import read_account_rules, read_terms
from identity.profile.demo_staff import read_demo_staff
from identity.profile.files import ProfileError
from identity.profile.it_services import read_it_services
from identity.profile.library import read_library_rules
from identity.profile.roles import read_grantable_roles
from identity.settings import IdentitySettings

app = service_command(service)
profile = typer.Typer(no_args_is_help=True, help="The university's own data.")
app.add_typer(profile, name="profile")
app.add_typer(clients, name="clients")


@profile.command("load")
def load_profile(
    folder: Annotated[Path, typer.Argument(help="holds the profile's YAML files")],
) -> None:
    """Takes over what the files say and prints what changed.

    The rules of accounts, the terms of use, the roles that administrators give, the rules of the
    library, and the directory of IT services. A file with a mistake changes nothing.
    """
    try:
        rules, terms = read_account_rules(folder), read_terms(folder)
        rules_changed = rules is not None and run_once(service, load_rules, rules)
        terms_changed = terms is not None and run_once(service, load_terms, terms)
        library = read_library_rules(folder)
        library_changed = library is not None and run_once(service, load_library, library)
        roles = read_grantable_roles(folder)
        roles_changed = roles is not None and run_once(service, load_grantable_roles, roles)
        done = run_once(service, load_it_services, read_it_services(folder))
    except (ProfileError, TermsChangedError) as error:
        _give_up(str(error))
    typer.echo(f"rules of accounts: {'changed' if rules_changed else 'left'}")
    typer.echo(f"terms of use: {'changed' if terms_changed else 'left'}")
    typer.echo(f"roles to be given: {'changed' if roles_changed else 'left'}")
    typer.echo(f"rules of the library: {'changed' if library_changed else 'left'}")
    _report(created=done.created, changed=done.changed, left=done.left, removed=done.removed)


@app.command("bootstrap-admin")
def bootstrap_administrator(
    user_name: Annotated[str, typer.Option(help="small letters and digits, a letter first")],
    given_names: Annotated[str, typer.Option(help="as the person writes them")],
    family_name: Annotated[str, typer.Option(help="as the person writes it")],
    emergency: Annotated[
        str, typer.Option(help="the reason for a further one; all administrators are told")
    ] = "",
) -> None:
    """Makes one of the first two system administrators and shows the initial code once.

    Run it twice, under two names: a privileged role takes a second administrator's agreement. Run
    again before a code was used, it shows a new one.
    """
    name = PersonName(given_names, family_name)
    domain = IdentitySettings().staff_mailbox_domain
    try:
        issued = run_once(service, bootstrap_admin, user_name, name, domain, emergency)
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
        words = settings.password_context_words
        done = run_once(service, store_demo_staff, staff, password, hashes, domain, words)
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
