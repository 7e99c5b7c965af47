"""The lines of a mail that name money which lies unused, and say how to get it back."""

from chassis.mail.letters import Fact, same
from chassis.values import LocalizedText, euros_in_words

from records.texts import credit_left as texts


def credit_fact(credit_cents: int) -> Fact:
    """How much it is; left out of the mail where there is none."""
    return texts.CREDIT, euros_in_words(credit_cents) if credit_cents else same("")


def with_credit(advice: LocalizedText, credit_cents: int) -> LocalizedText:
    """The advice, and how to get the credit back where there is any."""
    if not credit_cents:
        return advice
    more = texts.HOW_TO_GET_IT_BACK
    return LocalizedText(de=f"{advice.de}\n\n{more.de}", en=f"{advice.en}\n\n{more.en}")
