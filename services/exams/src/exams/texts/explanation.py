"""What a student reads about one obstacle, and how credits and several names are written."""

from dataclasses import dataclass

from chassis.values import LocalizedText


@dataclass(frozen=True)
class Explanation:
    """The sentences of one obstacle; the remedy is empty where nothing helps."""

    message: LocalizedText
    remedy: LocalizedText


NOTHING_HELPS = LocalizedText(de="", en="")
ASK_INFO_PORTAL = LocalizedText(
    de="Wenden Sie sich an das Info-Portal des Studierendenservice.",
    en="Please turn to the Info-Portal of Student Services.",
)
SEE_REGISTERED_EXAMS = LocalizedText(
    de="Es ist nichts weiter zu tun; Ihre Anmeldung finden Sie unter „Angemeldete Prüfungen“.",
    en='Nothing more is to be done; you find your registration under "Registered exams".',
)


def credits_text(tenths: int) -> LocalizedText:
    """ "7,5" and "7.5"; whole credits without a decimal."""
    whole, tenth = divmod(tenths, 10)
    if tenth == 0:
        return LocalizedText(de=f"{whole}", en=f"{whole}")
    return LocalizedText(de=f"{whole},{tenth}", en=f"{whole}.{tenth}")


def listed(texts: tuple[LocalizedText, ...]) -> LocalizedText:
    """Several names with commas between them."""
    return LocalizedText(
        de=", ".join(one.de for one in texts), en=", ".join(one.en for one in texts)
    )
