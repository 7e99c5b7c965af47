"""Ends IT services whose users lost the right to them, and tells them beforehand."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database import Transaction
from chassis.values import local_date

from identity.app.accounts.belongings import belongings_of
from identity.app.it_services.directory import end_activation
from identity.domain.it_services import Activation, ItService, entitlement
from identity.mail.it_services import mail_end_is_near, mail_ended
from identity.store import activations
from identity.store.accounts import find_account_for_change
from identity.store.it_services import all_it_services

# How many activations one transaction looks at.
BATCH = 200


def end_what_is_over(tx: Transaction, after: UUID | None) -> UUID | None:
    """Looks at the next activations; returns where the next call goes on, None at the end.

    A service ends on the day after its last one, with its service passwords. The person is told of
    the end in advance, once for each last day. Run again, it changes nothing.
    """
    page = activations.active_after(tx, after, BATCH)
    services = {each.code: each for each in all_it_services(tx)}
    _look_at(tx, [each for each in page if each.it_service_code in services], services)
    return page[-1].activation_id if len(page) == BATCH else None


def _look_at(tx: Transaction, page: Sequence[Activation], services: dict[str, ItService]) -> None:
    belongings = belongings_of(tx, {each.person_id for each in page})
    today = local_date(tx.now)
    # In one order, so that two processes at the same work do not wait for each other in a circle.
    for each in sorted(page, key=lambda one: (one.person_id, one.it_service_code)):
        service = services[each.it_service_code]
        entitled = entitlement(service, belongings.get(each.person_id, ()), today)
        if entitled.holds:
            announced = entitled.last_day if entitled.is_to_be_announced(service, today) else None
            if announced == each.announced_end:
                continue
        known = find_account_for_change(tx, each.person_id)
        now = activations.find_activation(tx, each.person_id, each.it_service_code)
        if known is None or now is None or now.activation != each:
            # Somebody changed it meanwhile; the next round looks again.
            continue
        if not entitled.holds:
            end_activation(tx, known.account, each)
            mail_ended(tx, known.account, service)
            continue
        activations.note_announcement(tx, each.activation_id, announced)
        if announced is not None:
            mail_end_is_near(tx, known.account, service, announced)
