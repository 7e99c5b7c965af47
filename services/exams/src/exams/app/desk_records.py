"""What a batch of the desk leaves behind: rows, receipts, evidence, events and mails, in bulk."""

from typing import Any
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.signing import Signer
from chassis.values import PersonName

from exams.app.receipts import sign_receipt
from exams.app.told_obstacles import tell_obstacle
from exams.domain.addressee import Addressee
from exams.domain.desk import Change, DeskFacts, Refusal
from exams.domain.desk_decisions import DeskDecisions
from exams.domain.examinations import Registration, Sitting
from exams.domain.obstacles import Obstacle
from exams.domain.receipts import Receipt, ReceiptAction
from exams.events.outgoing import Telling, ToldRegistration
from exams.mail.registration import RegistrationMail, RegistrationMails
from exams.store import desk as stored
from exams.store.receipt_book import SignedReceipt, add_receipts

_MAILS = {
    ReceiptAction.REGISTERED: RegistrationMail.REGISTERED,
    ReceiptAction.WAITING: RegistrationMail.WAITING,
    ReceiptAction.LOTTERY_REQUESTED: RegistrationMail.LOTTERY_REQUESTED,
    ReceiptAction.WITHDRAWN: RegistrationMail.WITHDRAWN,
    ReceiptAction.PROMOTED: RegistrationMail.PROMOTED,
}
# An attempt of a person whom records has not told of.
_NOBODY = Addressee(PersonName("", ""), "", "")


class DeskRecords:
    """Writes what was decided, and says what it looks like then."""

    def __init__(
        self,
        tx: Transaction,
        signer: Signer,
        facts: DeskFacts,
        desk: DeskDecisions,
        addressees: dict[UUID, Addressee],
    ) -> None:
        self._tx = tx
        self._signer = signer
        self._facts = facts
        self._desk = desk
        self._addressees = addressees
        self._sittings: dict[UUID, Sitting] = {}
        self._registrations: dict[tuple[UUID, int], Registration] = {}
        self._told: dict[tuple[UUID, int], ToldRegistration] = {}
        self._receipts: dict[tuple[UUID, int], str] = {}

    def write(self) -> None:
        """Writes everything; rows that end before rows that begin, as only one may be live."""
        self._write_registrations()
        self._write_receipts()
        self._write_attempts()
        self._tell_and_mail()

    def registration(self, change: Change) -> Registration:
        """The registration as a change left it; its sitting is as the batch leaves it."""
        return self._registrations[change.entry.sitting_id, change.seq]

    def told(self, change: Change) -> ToldRegistration:
        """The registration as the event of a change carries it."""
        return self._told[change.entry.sitting_id, change.seq]

    def receipt(self, change: Change) -> str:
        """The signed receipt of a change."""
        return self._receipts[change.entry.sitting_id, change.seq]

    def _write_registrations(self) -> None:
        tx = self._tx
        entries = {change.entry.registration_id: change.entry for change in self._desk.changes}
        known = [entry for entry in entries.values() if entry.before is not None]
        stored.change_registrations(tx, known)
        new = [entry for entry in entries.values() if entry.before is None]
        stored.add_registrations(tx, new)
        changed = {key: one for key, one in self._desk.sittings.items() if one.is_changed}
        stored.change_sittings(tx, changed)

    def _write_receipts(self) -> None:
        signed = []
        for change in self._desk.changes:
            entry = change.entry
            receipt = self._made_receipt(
                change.action, entry.sitting_id, entry.person_id, entry.registration_id, change.seq
            )
            text = sign_receipt(self._signer, receipt)
            self._receipts[entry.sitting_id, change.seq] = text
            signed.append(SignedReceipt(receipt, entry.person_id, text))
        add_receipts(self._tx, signed)

    def _write_attempts(self) -> None:
        explained: dict[tuple[Obstacle, ...], list[dict[str, Any]]] = {}
        attempts = []
        for refusal in self._desk.refusals:
            told = explained.get(refusal.obstacles)
            if told is None:
                told = explained[refusal.obstacles] = [_as_json(o) for o in refusal.obstacles]
            attempts.append(
                stored.KeptAttempt(
                    refusal.attempt_id,
                    refusal.action.value,
                    refusal.person_id,
                    refusal.sitting_id,
                    refusal.registration_id,
                    told,
                    sign_receipt(self._signer, self._evidence(refusal)),
                )
            )
        stored.keep_attempts(self._tx, attempts)

    def _tell_and_mail(self) -> None:
        telling, writer = Telling(self._tx.now), RegistrationMails()
        mails = []
        for change in self._desk.changes:
            key = change.entry.sitting_id, change.seq
            registration = self._registrations[key] = self._made(change)
            self._told[key] = telling.add(change.action, registration, change.trace)
            told = RegistrationMail.REPEAT_REGISTERED if change.is_repeat else _MAILS[change.action]
            mails.append(writer.write(told, registration, self._addressee(change.entry.person_id)))
        telling.tell(self._tx)
        send_mails(self._tx, mails)

    def _made_receipt(
        self,
        action: ReceiptAction,
        sitting_id: UUID,
        person_id: UUID,
        registration_id: UUID | None,
        seq: int,
        reasons: tuple[str, ...] = (),
    ) -> Receipt:
        sitting = self._facts.sittings[sitting_id].sitting
        return Receipt(
            action,
            registration_id,
            sitting_id,
            seq,
            self._tx.now,
            self._addressee(person_id).matriculation_number,
            sitting.exam_number,
            sitting.exam_name,
            reasons,
        )

    def _evidence(self, refusal: Refusal) -> Receipt:
        return self._made_receipt(
            ReceiptAction.REFUSED,
            refusal.sitting_id,
            refusal.person_id,
            refusal.registration_id,
            0,
            tuple(obstacle.reason.value for obstacle in refusal.obstacles),
        )

    def _addressee(self, person_id: UUID) -> Addressee:
        return self._addressees.get(person_id, _NOBODY)

    def _sitting(self, sitting_id: UUID) -> Sitting:
        final = self._sittings.get(sitting_id)
        if final is None:
            final = self._sittings[sitting_id] = self._desk.sittings[sitting_id].final()
        return final

    def _made(self, change: Change) -> Registration:
        entry = change.entry
        before = entry.before
        version = self._facts.standings[entry.person_id].versions.get(
            entry.regulations_version_code
        )
        if before is not None:
            module_code, module_name = before.module_code, before.module_name
            section = before.registration_section
        else:
            assert version is not None
            module = version.modules_by_code[version.exams[entry.exam_number].module_code]
            module_code, module_name = module.module_code, module.name
            section = version.rules.section("registration")
        return Registration(
            registration_id=entry.registration_id,
            person_id=entry.person_id,
            enrolment_id=entry.enrolment_id,
            sitting=self._sitting(entry.sitting_id),
            module_code=module_code,
            module_name=module_name,
            registration_section=section,
            status=change.status,
            status_code=self._facts.codes.get(change.status.value, ""),
            seq=entry.seq,
            register_time=entry.register_time,
            withdraw_time=change.withdraw_time,
            remark=before.remark if before is not None else "",
            seat=before.seat if before is not None else "",
            version=change.version,
            regulations_version_code=entry.regulations_version_code,
            waiting_place=change.waiting_place,
        )


def _as_json(obstacle: Obstacle) -> dict[str, Any]:
    """An obstacle as it was answered, for the evidence."""
    told = tell_obstacle(obstacle)
    return {
        "reason": told.reason,
        "regulation_section": told.regulation_section,
        "message": {"de": told.message.de, "en": told.message.en},
        "remedy": {"de": told.remedy.de, "en": told.remedy.en},
    }
