"""Files as banks send them, in all versions that are read, and imports of them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from xml.sax.saxutils import escape, quoteattr

from chassis.database import Database
from chassis.testing import within
from records.app.bank_import import FileSent, ImportReport, import_statements
from records.banking.bank_file import read_or_refuse

OWN_IBAN = "DE26250500000199916917"
PAYER_IBAN = "DE89370400440532013000"
OTHER_IBAN = "DE02120300000000202051"
# The contribution of the tests' profile, in euros and in cents.
CONTRIBUTION = "243.15"
CONTRIBUTION_CENTS = 24315


@dataclass(frozen=True)
class Paid:
    """One payment as a file tells it; empty texts leave their elements out."""

    amount: str = CONTRIBUTION
    lines: Sequence[str] = ()
    name: str = "Öztürk, Ayşe"
    iban: str = PAYER_IBAN
    ultimate: str = ""
    end_to_end_id: str = "NOTPROVIDED"
    transaction_id: str = ""
    reference: str = ""
    structured: str = ""
    sent: tuple[str, str] | None = None
    return_reason: str = ""
    order: str = ""
    outgoing: bool = False


@dataclass(frozen=True)
class Entry:
    """An entry with its payments: one, several of a batch, or none."""

    payments: Sequence[Paid] = ()
    amount: str = CONTRIBUTION
    currency: str = "EUR"
    direction: str = "CRDT"
    status: str = "BOOK"
    booked: str = "2026-11-20"
    value: str = "2026-11-20"
    reference: str = ""
    number: str = ""
    reversal: bool = False
    announced: int = 0
    info: str = ""


@dataclass(frozen=True)
class Stated:
    """A statement with its balances, or a notification without."""

    entries: Sequence[Entry] = ()
    reference: str = "2026-224"
    iban: str = OWN_IBAN
    balances: tuple[str, str] | None = None


@dataclass(frozen=True)
class Camt:
    """A file; builds its XML as the version writes it."""

    statements: Sequence[Stated]
    message: str = "camt.053"
    version: str = "001.08"
    head: str = '<?xml version="1.0" encoding="UTF-8"?>'
    extra: dict[str, str] = field(default_factory=dict)

    def xml(self) -> bytes:
        """The file as bytes."""
        root, one = {
            "camt.053": ("BkToCstmrStmt", "Stmt"),
            "camt.054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
        }[self.message]
        namespace = f"urn:iso:std:iso:20022:tech:xsd:{self.message}.{self.version}"
        inner = "".join(f"<{one}>{self._statement(each)}</{one}>" for each in self.statements)
        return (
            f"{self.head}<Document xmlns={quoteattr(namespace)}><{root}>"
            f"<GrpHdr><MsgId>1</MsgId></GrpHdr>{inner}</{root}></Document>"
        ).encode()

    def _statement(self, stated: Stated) -> str:
        balances = ""
        if stated.balances:
            for code, amount in zip(("OPBD", "CLBD"), stated.balances, strict=True):
                balances += (
                    f"<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
                    f'<Amt Ccy="EUR">{amount.lstrip("-")}</Amt>'
                    f"<CdtDbtInd>{'DBIT' if amount.startswith('-') else 'CRDT'}</CdtDbtInd></Bal>"
                )
        entries = "".join(self._entry(each) for each in stated.entries)
        account = f"<Acct><Id><IBAN>{stated.iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
        return f"<Id>{stated.reference}</Id>{account}{balances}{entries}"

    def _entry(self, entry: Entry) -> str:
        new = self.version == "001.08"
        status = f"<Cd>{entry.status}</Cd>" if new else entry.status
        details = "".join(self._detail(each, entry) for each in entry.payments)
        batch = f"<Btch><NbOfTxs>{entry.announced}</NbOfTxs></Btch>" if entry.announced else ""
        return (
            "<Ntry>"
            + _element("NtryRef", entry.number)
            + (f'<Amt Ccy="{entry.currency}">{entry.amount}</Amt>' if entry.amount else "")
            + _element("CdtDbtInd", entry.direction)
            + ("<RvslInd>true</RvslInd>" if entry.reversal else "")
            + f"<Sts>{status}</Sts>"
            + (f"<BookgDt><Dt>{entry.booked}</Dt></BookgDt>" if entry.booked else "")
            + (f"<ValDt><Dt>{entry.value}</Dt></ValDt>" if entry.value else "")
            + _element("AcctSvcrRef", entry.reference)
            + (f"<NtryDtls>{batch}{details}</NtryDtls>" if batch or details else "")
            + _element("AddtlNtryInf", entry.info)
            + "</Ntry>"
        )

    def _detail(self, paid: Paid, entry: Entry) -> str:
        references = (
            _element("AcctSvcrRef", paid.reference)
            + _element("PmtInfId", paid.order)
            + _element("EndToEndId", paid.end_to_end_id)
            + _element("TxId", paid.transaction_id)
        )
        side = "Cdtr" if paid.outgoing else "Dbtr"
        party = self._party(side, paid.name) + self._account(side, paid.iban)
        if paid.ultimate:
            party += self._party(f"Ultmt{side}", paid.ultimate)
        amount = f'<Amt Ccy="{entry.currency}">{paid.amount}</Amt>'
        if self.version == "001.02":
            amounts = f"<AmtDtls><TxAmt>{amount}</TxAmt>{self._sent(paid)}</AmtDtls>"
        else:
            amounts = f"{amount}<CdtDbtInd>{entry.direction}</CdtDbtInd>"
            amounts += f"<AmtDtls>{self._sent(paid)}</AmtDtls>" if paid.sent else ""
        remittance = "".join(_element("Ustrd", line) for line in paid.lines)
        if paid.structured:
            remittance += f"<Strd><CdtrRefInf><Ref>{paid.structured}</Ref></CdtrRefInf></Strd>"
        return (
            f"<TxDtls><Refs>{references}</Refs>{amounts}<RltdPties>{party}</RltdPties>"
            + (f"<RmtInf>{remittance}</RmtInf>" if remittance else "")
            + (
                f"<RtrInf><Rsn><Cd>{paid.return_reason}</Cd></Rsn></RtrInf>"
                if paid.return_reason
                else ""
            )
            + "</TxDtls>"
        )

    def _party(self, side: str, name: str) -> str:
        inner = _element("Nm", name)
        return f"<{side}>{f'<Pty>{inner}</Pty>' if self.version == '001.08' else inner}</{side}>"

    def _account(self, side: str, iban: str) -> str:
        return f"<{side}Acct><Id><IBAN>{iban}</IBAN></Id></{side}Acct>" if iban else ""

    def _sent(self, paid: Paid) -> str:
        if paid.sent is None:
            return ""
        currency, amount = paid.sent
        return f'<InstdAmt><Amt Ccy="{currency}">{amount}</Amt></InstdAmt>'


def one(lines: str | Sequence[str] = (), amount: str = CONTRIBUTION, **more: str) -> Entry:
    """An entry with one payment; further arguments are its own or its payment's."""
    typed = (lines,) if isinstance(lines, str) else tuple(lines)
    own = {name: value for name, value in more.items() if name in Entry.__dataclass_fields__}
    of_payment = {name: value for name, value in more.items() if name not in own}
    paid = Paid(amount=amount, lines=typed, **of_payment)  # type: ignore[arg-type]
    return replace(Entry(payments=(paid,), amount=amount), **own)  # type: ignore[arg-type]


def file_of(*entries: Entry, **more: str) -> bytes:
    """A file with one statement of these entries."""
    return Camt((Stated(entries),), **more).xml()  # type: ignore[arg-type]


def imported(database: Database, content: bytes, *, dry_run: bool = False) -> ImportReport:
    """Imports a file as a clerk does."""
    sent = FileSent("file.xml", hashlib.sha256(content).hexdigest())
    return within(
        database,
        import_statements,
        read_or_refuse(content),
        sent,
        by="clerk",
        book_it=not dry_run,
    )


def _element(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
