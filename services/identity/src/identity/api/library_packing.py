"""Library accounts, cards and lists in the contract's form."""

from chassis.packing import pack_date, pack_moment, pack_name, pack_semester, pack_text
from chassis.values import Semester
from matrikel.identity.v1 import account_administration_pb2, library_handover_pb2, library_pb2

from identity.app.library.cards import CardOnRecord, LibraryView
from identity.domain.library import CardLoss, IdentityDocument, LibraryCard
from identity.domain.library_handover import HandoverEntry, HandoverList
from identity.events.packing import pack_affiliation

LOSSES = {
    library_pb2.LibraryCardLoss.Value(f"LIBRARY_CARD_LOSS_{each.name}"): each for each in CardLoss
}
DOCUMENTS = {
    account_administration_pb2.IdentityDocument.Value(f"IDENTITY_DOCUMENT_{each.name}"): each
    for each in IdentityDocument
}
_DOCUMENT_NUMBERS = {document: number for number, document in DOCUMENTS.items()}


def pack_card(card: LibraryCard) -> library_pb2.LibraryCard:
    """The card as its owner and the desk see it."""
    return library_pb2.LibraryCard(
        card_number=card.card_number,
        person_id=str(card.person_id),
        state=library_pb2.LibraryCardState.Value(f"LIBRARY_CARD_STATE_{card.state.name}"),
        loss=pack_loss(card.loss),
        issue_time=pack_moment(card.issued_at),
        end_time=pack_moment(card.ended_at),
        pickup=library_pb2.LibraryCardPickup.Value(f"LIBRARY_CARD_PICKUP_{card.pickup.name}"),
        identity_document=(
            _DOCUMENT_NUMBERS[card.identity_document]
            if card.identity_document
            else account_administration_pb2.IDENTITY_DOCUMENT_UNSPECIFIED
        ),
        replaces_card_number=card.replaces_card_number,
        version=card.version,
    )


def pack_loss(loss: CardLoss | None) -> library_pb2.LibraryCardLoss.ValueType:
    """Why a card is blocked or replaced."""
    if loss is None:
        return library_pb2.LIBRARY_CARD_LOSS_UNSPECIFIED
    return library_pb2.LibraryCardLoss.Value(f"LIBRARY_CARD_LOSS_{loss.name}")


def pack_on_record(found: CardOnRecord) -> library_pb2.LibraryCardOnRecord:
    """The card as other systems see it."""
    card = found.card
    return library_pb2.LibraryCardOnRecord(
        card_number=card.card_number,
        state=library_pb2.LibraryCardState.Value(f"LIBRARY_CARD_STATE_{card.state.name}"),
        loss=pack_loss(card.loss),
        valid=found.is_valid,
        name=pack_name(found.person.name),
        affiliations=[pack_affiliation(each) for each in found.person.affiliations],
        replaced_by_card_number=found.replaced_by,
        last_date=pack_date(found.last_day),
    )


def pack_view(view: LibraryView) -> library_pb2.LibraryAccount:
    """The library account of a person."""
    person, account = view.person, view.account
    pickup = f"LIBRARY_CARD_PICKUP_{view.pickup.name}" if view.pickup else None
    return library_pb2.LibraryAccount(
        person_id=str(person.person_id),
        name=pack_name(person.name),
        university_user_name=person.account.user_name if person.account else "",
        email=person.email,
        affiliations=[pack_affiliation(each) for each in person.affiliations],
        state=library_pb2.LibraryAccountState.Value(f"LIBRARY_ACCOUNT_STATE_{view.state.name}"),
        register_time=pack_moment(account.registered_at if account else None),
        pickup=(
            library_pb2.LibraryCardPickup.Value(pickup)
            if pickup
            else library_pb2.LIBRARY_CARD_PICKUP_UNSPECIFIED
        ),
        handover_list_name=view.list_name,
        cards=[pack_card(each) for each in view.cards],
        has_secret=bool(account and account.secret_hash),
        start_code_expire_time=pack_moment(account.start_code_expires_at if account else None),
        deposit_cents=view.deposit_cents,
        not_entitled_reason=(
            pack_text(view.not_entitled_reason) if view.not_entitled_reason else None
        ),
    )


def pack_list(handover: HandoverList) -> library_handover_pb2.HandoverList:
    """A list with the entries that it has here."""
    return library_handover_pb2.HandoverList(
        handover_list_id=str(handover.handover_list_id),
        name=handover.name,
        programme_code=handover.programme_code,
        semester=pack_semester(Semester.parse(handover.semester)),
        create_time=pack_moment(handover.created_at),
        close_time=pack_moment(handover.closed_at),
        people=handover.people,
        handed_over=handover.handed_over,
        entries=[pack_entry(each) for each in handover.entries],
    )


def pack_entry(entry: HandoverEntry) -> library_handover_pb2.HandoverEntry:
    """One person on a list."""
    return library_handover_pb2.HandoverEntry(
        person_id=str(entry.person_id),
        name=pack_name(entry.name),
        user_name=entry.user_name,
        card_number=entry.card_number,
        hand_over_time=pack_moment(entry.handed_over_at),
        served_at_desk=entry.served_at_desk,
    )
