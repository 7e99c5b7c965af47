"""Which roles of an account the access tokens of a session carry."""

from identity.domain.accounts import Account
from identity.domain.roles import STUDENT_ROLES, Role, is_staff
from identity.domain.sessions import SecondFactorPolicy, Session, SessionKind


def roles_in_token(
    account: Account, session: Session, policy: SecondFactorPolicy
) -> frozenset[Role]:
    """The account's roles; without those of staff where a second factor is required and missing.

    NIST SP 800-63B-4 section 2.2 asks for two factors wherever personal data of others is open.
    """
    if second_factor_needed(account, session, policy):
        return account.roles & STUDENT_ROLES
    return account.roles


def second_factor_needed(account: Account, session: Session, policy: SecondFactorPolicy) -> bool:
    """Whether the account has roles that wait for a second factor in this session."""
    return (
        policy is SecondFactorPolicy.REQUIRED
        and session.kind is SessionKind.BROWSER
        and is_staff(account.roles)
        and not session.proof.has_two_factors
    )
