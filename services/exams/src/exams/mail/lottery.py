"""The mail that makes everybody who asks for a seat a witness of what was fixed."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from chassis.database import Transaction
from chassis.mail import send_mails
from chassis.mail.letters import letter, same

from exams.domain.addressee import Addressee
from exams.domain.examinations import Registration
from exams.domain.lottery import pseudonym_of
from exams.domain.lottery_documents import Closing
from exams.texts import lottery as texts
from exams.texts import times


def mail_closing(
    tx: Transaction,
    closing: Closing,
    asking: Iterable[Registration],
    addressees: Mapping[UUID, Addressee],
) -> None:
    """Tells each student what was fixed, with the own pseudonym in it."""
    digest = closing.digest
    common = (
        (texts.SEATS, same(str(closing.seats))),
        (texts.REQUESTS, same(str(len(closing.requests)))),
        (texts.SOURCE, same(closing.commitment.public_source)),
        (texts.SOURCE_TIME, times.moment(closing.commitment.public_time)),
        (texts.COMMITMENT, same(closing.commitment.seed_commitment)),
        (texts.CLOSING, same(digest)),
    )
    send_mails(
        tx,
        [
            letter(
                one.person_id,
                addressees[one.person_id].mailbox,
                kind="lottery_closed",
                subject=texts.CLOSED_SUBJECT.format(exam=one.sitting.exam_name),
                opening=texts.CLOSED_OPENING,
                facts=(
                    (texts.EXAM, one.sitting.exam_name),
                    *common,
                    (
                        texts.PSEUDONYM,
                        same(pseudonym_of(one.sitting.sitting_id, one.registration_id)),
                    ),
                ),
                advice=texts.CLOSED_ADVICE,
            )
            for one in asking
        ],
    )
