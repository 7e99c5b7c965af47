"""Mails in both languages, German first: a salutation-free opening, facts, and what to do next."""

from collections.abc import Sequence
from uuid import UUID

from chassis.database.transaction import Transaction
from chassis.mail.queue import Mail, send_mail
from chassis.values import Language, LocalizedText

CLOSING = LocalizedText(
    de="Diese E-Mail wurde automatisch erstellt. Bei Fragen hilft Ihnen das Info-Portal.",
    en="This e-mail was made automatically. For questions please turn to the Info-Portal.",
)

# One line of a mail: what it is about, and what it says.
Fact = tuple[LocalizedText, LocalizedText]


def send_letter(
    tx: Transaction,
    person_id: UUID,
    mailbox: str,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact],
    advice: LocalizedText,
) -> None:
    """Queues the mail; it waits while there is no mailbox."""
    send_mail(
        tx,
        letter(
            person_id,
            mailbox,
            kind=kind,
            subject=subject,
            opening=opening,
            facts=facts,
            advice=advice,
        ),
    )


def letter(
    person_id: UUID | None,
    mailbox: str,
    *,
    kind: str,
    subject: LocalizedText,
    opening: LocalizedText,
    facts: Sequence[Fact],
    advice: LocalizedText,
) -> Mail:
    """The mail, to be queued together with others."""
    given = [(label, text) for label, text in facts if text.de or text.en]
    german, english = (
        "\n".join(
            (
                opening.in_language(language),
                "",
                *_lines(given, language),
                "",
                advice.in_language(language),
                "",
                CLOSING.in_language(language),
            )
        )
        for language in (Language.DE, Language.EN)
    )
    return Mail(
        person_id=person_id,
        address=mailbox,
        kind=kind,
        subject=f"{subject.de} / {subject.en}",
        text=f"(English version below)\n\n{german}\n\n{'-' * 72}\n\n{english}\n",
    )


def same(text: str) -> LocalizedText:
    """A text that reads the same in both languages, such as a number or a name."""
    return LocalizedText(de=text, en=text)


def _lines(facts: Sequence[Fact], language: Language) -> list[str]:
    width = max((len(label.in_language(language)) for label, _ in facts), default=0)
    return [
        f"{label.in_language(language) + ':':<{width + 1}} {text.in_language(language)}"
        for label, text in facts
    ]
