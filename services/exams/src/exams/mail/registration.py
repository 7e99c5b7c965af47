"""The mails that follow whatever happens to a registration, with all details."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from functools import lru_cache

from chassis.database import Transaction
from chassis.mail import Mail, send_mail
from chassis.mail.letters import CLOSING
from chassis.values import Language, LocalizedText

from exams.domain.addressee import Addressee
from exams.domain.examinations import Registration, Sitting
from exams.domain.statuses import ASKING, SEATED, Status
from exams.domain.withdrawing import withdrawal_limit
from exams.texts import mails, times


class RegistrationMail(Enum):
    """What a mail tells of: its kind, subject and opening."""

    REGISTERED = ("registered", mails.REGISTERED_SUBJECT, mails.REGISTERED_OPENING)
    REPEAT_REGISTERED = (
        "repeat_registered",
        mails.REGISTERED_SUBJECT,
        mails.REPEAT_REGISTERED_OPENING,
    )
    WAITING = ("waiting", mails.WAITING_SUBJECT, mails.WAITING_OPENING)
    LOTTERY_REQUESTED = (
        "lottery_requested",
        mails.LOTTERY_SUBJECT,
        mails.LOTTERY_REQUESTED_OPENING,
    )
    WITHDRAWN = ("withdrawn", mails.WITHDRAWN_SUBJECT, mails.WITHDRAWN_OPENING)
    PROMOTED = ("promoted", mails.REGISTERED_SUBJECT, mails.PROMOTED_OPENING)
    DRAWN = ("drawn", mails.REGISTERED_SUBJECT, mails.DRAWN_OPENING)
    NOT_DRAWN = ("not_drawn", mails.LOTTERY_SUBJECT, mails.NOT_DRAWN_OPENING)
    DEREGISTERED = ("deregistered", mails.WITHDRAWN_SUBJECT, mails.DEREGISTERED_OPENING)
    REGISTERED_BY_OFFICE = (
        "registered_by_office",
        mails.REGISTERED_SUBJECT,
        mails.REGISTERED_BY_OFFICE_OPENING,
    )

    @property
    def kind(self) -> str:
        """As metrics and the queue name it."""
        return self.value[0]

    @property
    def subject(self) -> LocalizedText:
        """With a place for {exam}."""
        return self.value[1]

    @property
    def opening(self) -> LocalizedText:
        """What happened, in one sentence or two."""
        return self.value[2]


def mail_registration(
    tx: Transaction, told: RegistrationMail, registration: Registration, to: Addressee
) -> None:
    """Tells the student of what happened; waits while there is no mailbox."""
    send_mail(tx, RegistrationMails().write(told, registration, to))


class RegistrationMails:
    """Writes many mails: what they have in common is put into words once."""

    def __init__(self) -> None:
        self._drafts: dict[tuple[object, ...], _Draft] = {}
        self._moments: dict[object, LocalizedText] = {}

    def write(self, told: RegistrationMail, registration: Registration, to: Addressee) -> Mail:
        """The mail to one student."""
        draft = self._draft(told, registration)
        text = draft.filled(self._own_facts(registration, to))
        return Mail(registration.person_id, to.mailbox, told.kind, draft.subject, text)

    def _own_facts(self, registration: Registration, to: Addressee) -> dict[str, str]:
        """What differs from mail to mail, by mark."""
        registered = self._moment(registration.register_time)
        facts = {
            _STUDENT.de: f"{to.name.full} ({to.matriculation_number})",
            _REGISTERED.de: registered.de,
            _REGISTERED.en: registered.en,
            _PLACE.de: str(registration.waiting_place),
            _SEQ.de: str(registration.seq),
            _NUMBER.de: str(registration.registration_id),
        }
        if registration.withdraw_time is not None:
            withdrawn = self._moment(registration.withdraw_time)
            facts |= {_WITHDRAWN.de: withdrawn.de, _WITHDRAWN.en: withdrawn.en}
        return facts

    def _moment(self, value: datetime) -> LocalizedText:
        words = self._moments.get(value)
        if words is None:
            words = self._moments[value] = times.moment(value)
        return words

    def _draft(self, told: RegistrationMail, registration: Registration) -> "_Draft":
        shared = (
            told,
            (registration.sitting.sitting_id, registration.sitting.version),
            registration.module_name,
            registration.status,
            registration.waiting_place > 0,
            registration.withdraw_time is not None,
            registration.remark,
        )
        draft = self._drafts.get(shared)
        if draft is None:
            # How many seats are taken is in no mail, and differs from batch to batch.
            sitting = replace(registration.sitting, taken=0, waiting=0)
            draft = self._drafts[shared] = _drafted(told, sitting, *shared[2:])
        return draft


@dataclass(frozen=True, slots=True)
class _Draft:
    """A mail without the student's own facts: marks stand where they belong."""

    subject: str
    parts: tuple[str, ...]

    def filled(self, facts: Mapping[str, str]) -> str:
        """The text with the facts at their marks."""
        return "".join([facts.get(part, part) for part in self.parts])


@lru_cache(maxsize=1024)
def _drafted(
    told: RegistrationMail,
    sitting: Sitting,
    module_name: LocalizedText,
    status: Status,
    has_place: bool,
    is_withdrawn: bool,
    remark: str,
) -> _Draft:
    about = _About(sitting, module_name, status, has_place, is_withdrawn, remark)
    subject = told.subject.format(exam=sitting.exam_name)
    german, english = (_in_language(told, about, one) for one in (Language.DE, Language.EN))
    rule = "-" * 72
    text = f"(English version below)\n\n{german}\n\n{rule}\n\n{english}\n"
    return _Draft(f"{subject.de} / {subject.en}", tuple(_MARK.split(text)))


@dataclass(frozen=True, slots=True)
class _About:
    """What the mails to several students have in common."""

    sitting: Sitting
    module_name: LocalizedText
    status: Status
    has_place: bool
    is_withdrawn: bool
    remark: str


# Marks that no name or text can contain: NUL is refused in requests and events alike.
_MARK = re.compile("(\0[a-z ]+\0)")
_STUDENT = LocalizedText(de="\0student\0", en="\0student\0")
_REGISTERED = LocalizedText(de="\0registered de\0", en="\0registered en\0")
_WITHDRAWN = LocalizedText(de="\0withdrawn de\0", en="\0withdrawn en\0")
_PLACE = LocalizedText(de="\0place\0", en="\0place\0")
_SEQ = LocalizedText(de="\0seq\0", en="\0seq\0")
_NUMBER = LocalizedText(de="\0number\0", en="\0number\0")


def _in_language(told: RegistrationMail, about: _About, language: Language) -> str:
    closing = (mails.CHECK, CLOSING)
    return "\n".join(
        (
            told.opening.in_language(language),
            "",
            *_details(about, language),
            *(line for text in closing for line in ("", text.in_language(language))),
        )
    )


def _details(about: _About, language: Language) -> tuple[str, ...]:
    rows = _rows(about)
    width = max(len(label.in_language(language)) for label, _ in rows)
    return tuple(
        f"{label.in_language(language) + ':':<{width + 1}} {value.in_language(language)}"
        for label, value in rows
    )


def _rows(about: _About) -> tuple[tuple[LocalizedText, LocalizedText], ...]:
    sitting = about.sitting
    rows = [
        (mails.STUDENT, _STUDENT),
        (mails.STATUS, _same("OK")),
        (mails.EXAM, sitting.exam_name),
        (mails.EXAM_NUMBER, _same(sitting.exam_number)),
        (mails.MODULE, about.module_name),
        (
            mails.SEMESTER,
            mails.SEMESTER_AND_PERIOD.format(semester=sitting.semester.name, period=sitting.period),
        ),
        (mails.DATE, times.moment(sitting.start_time) if sitting.start_time else mails.UNDATED),
    ]
    if sitting.room:
        rows.append((mails.ROOM, _same(sitting.room)))
    if sitting.examiner_name:
        rows.append((mails.EXAMINER, _same(sitting.examiner_name)))
    rows.append(
        (
            mails.WINDOW,
            mails.FROM_UNTIL.format(
                first=times.moment(sitting.registration.open_time),
                last=times.deadline(sitting.registration.close_time),
            ),
        )
    )
    if not about.is_withdrawn and about.status in SEATED | ASKING:
        rows.append((mails.WITHDRAWAL, times.deadline(withdrawal_limit(sitting))))
    if about.has_place:
        rows.append((mails.WAITING_PLACE, _PLACE))
    asks = about.status in ASKING
    rows.append((mails.REQUEST_TIME if asks else mails.REGISTER_TIME, _REGISTERED))
    if about.is_withdrawn:
        rows.append((mails.WITHDRAW_TIME, _WITHDRAWN))
    if about.remark:
        rows.append((mails.REMARK, _same(about.remark)))
    rows += [(mails.SEQ, _SEQ), (mails.REGISTRATION_NUMBER, _NUMBER)]
    return tuple(rows)


def _same(text: str) -> LocalizedText:
    return LocalizedText(de=text, en=text)
