"""What clients are told about a person: what they asked for, of what they may get."""

from collections.abc import Iterable

from chassis.database import Transaction

from identity.app.accounts.affiliations import Affiliations, affiliations_of
from identity.app.accounts.esi import european_student_identifier
from identity.domain.account_rules import AccountRules
from identity.domain.accounts import Account
from identity.domain.affiliations import assurance, eduperson, scoped
from identity.domain.mailboxes import MailboxDomains
from identity.domain.oidc.clients import Client
from identity.domain.oidc.scopes import released_claims
from identity.store.account_rules import load_account_rules

Claims = dict[str, object]


def claims_about(
    tx: Transaction,
    client: Client,
    account: Account,
    scopes: Iterable[str],
    asked_for: Iterable[str],
    mailboxes: MailboxDomains,
) -> Claims:
    """The claims that the client gets, without those that do not apply to the person."""
    names = released_claims(scopes, asked_for, client.registration.claims)
    known = {**_of_account(account, mailboxes)}
    if any(name.startswith(("eduperson_", "schac_")) for name in names):
        rules = load_account_rules(tx)
        known |= _of_affiliations(account, _affiliations(tx, account), rules)
    if "schac_personal_unique_code" in names:
        code = european_student_identifier(tx, account.person_id)
        known["schac_personal_unique_code"] = [code] if code else []
    told = {name: known.get(name) for name in sorted(names)}
    return {name: value for name, value in told.items() if value or value is False}


def claims_in_words(claims: Claims) -> dict[str, tuple[str, ...]]:
    """What the claims say, for people to read; those that only say yes or no are left out."""
    words = {name: value if isinstance(value, list) else [value] for name, value in claims.items()}
    return {
        name: tuple(str(one) for one in values)
        for name, values in words.items()
        if not any(isinstance(one, bool) for one in values)
    }


def _of_account(account: Account, mailboxes: MailboxDomains) -> Claims:
    name = account.name
    return {
        "name": " ".join(part for part in (name.given_names, name.family_name) if part),
        "given_name": name.given_names,
        "family_name": name.family_name,
        "preferred_username": account.user_name,
        "email": account.mailbox,
        # The university knows whose a mailbox is that it runs itself, and of no other one.
        "email_verified": mailboxes.run_here(account.mailbox),
    }


def _affiliations(tx: Transaction, account: Account) -> Affiliations:
    found = affiliations_of(tx, [account.person_id])
    return found.get(account.person_id, Affiliations())


def _of_affiliations(account: Account, held: Affiliations, rules: AccountRules) -> Claims:
    values = eduperson(held, rules.affiliations)
    return {
        "eduperson_affiliation": list(values),
        "eduperson_scoped_affiliation": list(scoped(values, rules.scope)),
        "eduperson_assurance": list(assurance(held, rules.affiliations)),
        "eduperson_principal_name": f"{account.user_name}@{rules.scope}" if rules.scope else "",
        "schac_home_organization": rules.home_organization,
    }
