"""The mail that students get, as soon as it is there."""

from tests.integration.mails import ReceivedMail, mails_to
from tests.journeys.patience import patiently
from tests.suite import Suite


def mail_to(mailbox: str, suite: Suite, *words: str) -> ReceivedMail:
    """The newest mail to a mailbox that has all these words; waits for one."""

    def newest() -> ReceivedMail:
        return [
            one
            for one in mails_to(mailbox, suite.mail_dir)
            if all(word in one.text or word in one.subject for word in words)
        ][-1]

    return patiently(newest, IndexError)
