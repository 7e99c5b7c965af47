"""The mail that tells a student of a support access."""

from datetime import datetime

from chassis.database import Transaction
from chassis.mail.letters import same
from chassis.values import LocalizedText, local_datetime

from identity.domain.accounts import Account
from identity.domain.support_access import SupportAccess
from identity.mail.notices import notify
from identity.texts import support_mails as texts


def mail_support_access(
    tx: Transaction, student: Account, staff: Account, access: SupportAccess
) -> None:
    """A member of staff looks at the student's pages from now on."""
    name = f"{staff.name.given_names} {staff.name.family_name}"
    notify(
        tx,
        student,
        kind="support_access",
        subject=texts.SUBJECT,
        opening=texts.OPENING,
        facts=(
            (texts.STAFF, same(name)),
            (texts.REASON, same(access.reason)),
            (texts.SINCE, _moment(access.started_at)),
            (texts.UNTIL, _moment(access.expires_at)),
        ),
        advice=texts.ADVICE,
    )


def _moment(moment: datetime) -> LocalizedText:
    local = local_datetime(moment)
    return LocalizedText(de=f"{local:%d.%m.%Y, %H:%M} Uhr", en=f"{local:%Y-%m-%d, %H:%M}")
