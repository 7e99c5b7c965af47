"""What identity holds about a person, table by table, without secrets.

Every table with a column for a person stands here: either with the columns that the person gets to
read, or with the reason why there is nothing to read. A test compares this list with the tables, so
that a new table or column cannot be forgotten.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.database.tables import audit_entries, mails
from chassis.values import LocalizedText
from sqlalchemy import Column, Table, or_, select

from identity.store import tables

# The newest entries of the audit: what is older has been seen or can be asked for.
MOST_AUDIT_ENTRIES = 5000


@dataclass(frozen=True, slots=True)
class Holding:
    """A table as its persons may read it. `left_out` are secrets and the service's bookkeeping."""

    section: str
    table: Table
    columns: tuple[str, ...]
    left_out: tuple[str, ...] = ()
    person: str = "person_id"


HOLDINGS: tuple[Holding, ...] = (
    Holding(
        "account",
        tables.accounts,
        (
            "person_id",
            "user_name",
            "mailbox",
            "given_names",
            "family_name",
            "birth_name",
            "title",
            "state",
            "disable_reason",
            "employment",
            "employed_until",
            "wind_down_from",
            "wind_down_stage",
            "told_affiliations",
            "needs_second_factor",
            "created_at",
            "changed_at",
            "version",
        ),
        # The note is addressed to other administrators, who decide about an objection.
        (
            "password_hash",
            "search_key",
            "person_version",
            "announced_stage",
            "due_date",
            "disable_note",
        ),
    ),
    Holding("roles", tables.account_roles, ("role",)),
    Holding(
        "role_grants",
        tables.role_grants,
        ("role", "origin", "reason", "granted_at", "expires_on", "ended_at", "end_reason"),
        ("role_grant_id", "granted_by", "approved_by", "ended_by"),
    ),
    Holding(
        "role_requests",
        tables.role_requests,
        (
            "role",
            "reason",
            "state",
            "requested_at",
            "lapses_at",
            "decided_at",
            "expires_on",
            "refusal_reason",
        ),
        ("role_request_id", "requested_by", "decided_by"),
    ),
    Holding(
        "enrolments",
        tables.heard_enrolments,
        (
            "enrolment_id",
            "kind",
            "programme_code",
            "programme_name",
            "school_code",
            "end_date",
            "end_reason",
            "version",
        ),
    ),
    Holding("european_student_code", tables.european_student_codes, ("code",)),
    Holding("initial_code", tables.initial_codes, ("expires_at", "used_at"), left_out=("digest",)),
    Holding(
        "restarts",
        tables.account_restarts,
        ("identity_document", "restarted_at"),
        ("restart_id", "restarted_by"),
    ),
    Holding("accepted_terms", tables.terms_acceptances, ("version", "accepted_at")),
    Holding(
        "sessions",
        tables.sessions,
        (
            "kind",
            "service",
            "acr",
            "amr",
            "started_at",
            "authenticated_at",
            "last_used_at",
            "expires_at",
            "ended_at",
            "user_agent",
            "network",
        ),
        ("session_id", "token_digest", "device_id", "support_by", "parent_session_id"),
    ),
    Holding(
        "devices",
        tables.devices,
        ("browser", "operating_system", "network", "created_at", "last_used_at", "expires_at"),
        ("device_id", "token_digest"),
    ),
    Holding(
        "failed_attempts",
        tables.failure_streaks,
        ("failures", "last_at", "password_off_at"),
        ("name_key",),
    ),
    Holding(
        "authenticator_app",
        tables.totp_apps,
        ("name", "created_at", "last_used_at"),
        ("sealed_seed", "last_step"),
    ),
    Holding(
        "passkeys",
        tables.passkeys,
        ("name", "transports", "synced", "created_at", "last_used_at", "counter_fell_at"),
        ("passkey_id", "credential_id", "public_key", "sign_count"),
    ),
    Holding(
        "recovery_codes", tables.recovery_codes, ("created_at", "used_at"), left_out=("digest",)
    ),
    Holding("recovery_address", tables.recovery_addresses, ("address", "confirmed_at")),
    Holding(
        "mailed_codes",
        tables.mailed_codes,
        ("purpose", "address", "sent_at", "expires_at", "used_at"),
        ("digest", "sent_in_window", "window_start"),
    ),
    Holding(
        "service_passwords",
        tables.service_passwords,
        ("it_service_code", "name", "created_at", "last_used_on"),
        ("service_password_id", "digest"),
    ),
    Holding(
        "it_services",
        tables.it_service_activations,
        ("it_service_code", "activated_at", "ended_at", "announced_end"),
        ("activation_id", "version"),
    ),
    Holding(
        "library_account",
        tables.library_accounts,
        ("registered_at", "start_code_expires_at"),
        ("secret_hash", "start_code_digest"),
    ),
    Holding(
        "library_cards",
        tables.library_cards,
        (
            "card_number",
            "state",
            "loss",
            "issued_at",
            "ended_at",
            "pickup",
            "identity_document",
            "replaces_card_number",
        ),
        ("version",),
    ),
    Holding(
        "library_card_handovers",
        tables.handover_entries,
        ("card_number", "handed_over_at"),
        ("handover_list_id", "position"),
    ),
    Holding(
        "consents",
        tables.oidc_consents,
        ("client_id", "scopes", "claims", "agreed_at"),
    ),
    Holding(
        "connections",
        tables.oidc_grants,
        ("client_id", "scope", "created_at", "expires_at", "ended_at", "offline"),
        (
            "grant_id",
            "session_id",
            "sid",
            "claims_asked_for",
            "acr",
            "amr",
            "authenticated_at",
        ),
    ),
    Holding(
        "support_accesses",
        tables.support_accesses,
        ("reason", "started_at", "expires_at", "ended_at"),
        ("support_access_id", "session_id", "staff_id"),
    ),
    Holding(
        "other_systems",
        tables.scim_external_ids,
        ("client_id", "external_id"),
    ),
)

# Tables with a column for a person of which nothing is left to read.
NOTHING_TO_READ: dict[str, str] = {
    "heard_names": "only of persons without an account",
    "library_newcomers": "the same as the enrolments, for the library's opening week",
    "library_users": "only of persons without an account",
    "sign_in_challenges": "a sign-in that is under way, five minutes",
    "passkey_challenges": "a sign-in that is under way, five minutes",
    "totp_set_ups": "a set-up that is under way",
    "password_resets": "a reset that is under way",
    "reset_requests": "a reset that is under way",
    "oidc_client_sessions": "the same as the connections, for each session",
    "oidc_logout_notices": "what is still to be told to another system",
    "scim_deletions": "only of accounts that are gone",
}


def rows_of(tx: Transaction, holding: Holding, person_id: UUID) -> list[dict[str, Any]]:
    """The rows of a person in a table, as plain JSON, in the order of their first column."""
    shown: list[Column[Any]] = [holding.table.c[name] for name in holding.columns]
    found = tx.execute(
        select(*shown).where(holding.table.c[holding.person] == person_id).order_by(shown[0])
    )
    return [
        {name: _plain(value) for name, value in zip(holding.columns, row, strict=True)}
        for row in found
    ]


def audit_entries_of(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    """What the person did and what was done to the person's account, the newest first.

    Other people are named by what they are to the entry, not by who they are.
    """
    own = str(person_id)
    found = tx.execute(
        select(audit_entries)
        .where(or_(audit_entries.c.caller == own, audit_entries.c.subject == own))
        .order_by(audit_entries.c.position.desc())
        .limit(MOST_AUDIT_ENTRIES)
    )
    return [
        {
            "time": _plain(row.entry_time),
            "method": row.method,
            "by": _who(row.caller, own),
            "outcome": row.outcome,
        }
        for row in found
    ]


def mails_of(tx: Transaction, person_id: UUID) -> list[dict[str, Any]]:
    """The mails that are kept, without their texts: the person has those."""
    found = tx.execute(
        select(mails.c.kind, mails.c.address, mails.c.create_time, mails.c.send_time)
        .where(mails.c.person_id == person_id)
        .order_by(mails.c.create_time)
    )
    return [
        {
            "kind": row.kind,
            "address": row.address,
            "made_at": _plain(row.create_time),
            "sent_at": _plain(row.send_time),
        }
        for row in found
    ]


def _who(caller: str, own: str) -> str:
    if caller == own:
        return "you"
    return caller if caller.startswith("service:") or caller == "anonymous" else "another person"


def _plain(value: Any) -> Any:
    match value:
        case datetime() | date():
            return value.isoformat()
        case UUID():
            return str(value)
        case LocalizedText():
            return {"de": value.de, "en": value.en}
    return value
