"""Bank statements as the university's bank sends them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4
from xml.sax.saxutils import escape

_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"
_ENTRY = """<Ntry><NtryRef>{position}</NtryRef><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><ValDt><Dt>{day}</Dt></ValDt>
<AcctSvcrRef>{reference}</AcctSvcrRef>
<BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd><SubFmlyCd>ESCT</SubFmlyCd></Fmly></Domn></BkTxCd>
<NtryDtls><TxDtls><Refs><EndToEndId>NOTPROVIDED</EndToEndId></Refs>
<Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>{sender}</Nm></Pty></Dbtr></RltdPties>
<RmtInf><Ustrd>{purpose}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""
_BALANCE = """<Bal><Tp><CdOrPrtry><Cd>{kind}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"""
_STATEMENT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="{namespace}"><BkToCstmrStmt>
<GrpHdr><MsgId>{reference}</MsgId><CreDtTm>{day}T20:15:00+01:00</CreDtTm></GrpHdr>
<Stmt><Id>{reference}</Id><CreDtTm>{day}T20:15:00+01:00</CreDtTm>
<Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>{content}</Stmt>
</BkToCstmrStmt></Document>"""


@dataclass(frozen=True)
class Transfer:
    """Money that came in: how much in cents, from whom, and what was typed as its purpose."""

    cents: int
    sender: str
    purpose: str


def statement(iban: str, day: date, transfers: Sequence[Transfer]) -> bytes:
    """A statement of one day, as camt.053.001.08; no two are the same."""
    reference = uuid4().hex[:20]
    entries = [
        _ENTRY.format(
            position=position,
            amount=_euros(one.cents),
            day=day,
            reference=f"{reference}{position:03d}",
            sender=escape(one.sender),
            purpose=escape(one.purpose),
        )
        for position, one in enumerate(transfers, start=1)
    ]
    balances = [
        _BALANCE.format(kind="OPBD", amount=_euros(0), day=day),
        _BALANCE.format(kind="CLBD", amount=_euros(sum(one.cents for one in transfers)), day=day),
    ]
    return _STATEMENT.format(
        namespace=_NAMESPACE,
        reference=reference,
        day=day,
        iban=iban.replace(" ", ""),
        content="".join([*balances, *entries]),
    ).encode()


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
