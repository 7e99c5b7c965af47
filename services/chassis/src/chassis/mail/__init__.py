"""Mail: queued in the transaction that it tells about, sent afterwards, at least once."""

from chassis.mail.queue import Mail, mailbox_became_known, send_mail, send_mails

__all__ = ["Mail", "mailbox_became_known", "send_mail", "send_mails"]
