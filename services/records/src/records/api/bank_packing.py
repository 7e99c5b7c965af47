"""Packs statements, payments, effects and items of the clearing list."""

from chassis.packing import pack_date, pack_moment, pack_name, pack_text
from chassis.values import LocalizedText
from matrikel.records.v1 import bank_pb2 as messages

from records.app.bank_import import ImportReport
from records.app.bank_reading import KnownPayer, ReadEntry, ReadItem
from records.domain.bank_imports import (
    Effect,
    EntryState,
    KeptStatement,
    Outcome,
    Settlement,
)
from records.domain.matching import ClearingReason, Payer
from records.texts import bank as texts
from records.texts.clearing import REASONS

# What fits into an answer; the report at the command line has all of them.
MOST_EFFECTS = 5000
# A remittance as lists show it.
_SHOWN = 300

REASON_VALUES = {
    each: messages.ClearingReason.Value(f"CLEARING_REASON_{each.name}") for each in ClearingReason
}
STATE_VALUES = {
    each: messages.BankEntryState.Value(f"BANK_ENTRY_STATE_{each.name}") for each in EntryState
}
_OUTCOMES = {
    each: messages.BankEntryOutcome.Value(f"BANK_ENTRY_OUTCOME_{each.name}") for each in Outcome
}
_SETTLEMENTS = {
    each: messages.ClearingSettlement.Value(f"CLEARING_SETTLEMENT_{each.name}")
    for each in Settlement
}


def pack_report(report: ImportReport) -> messages.ImportBankStatementsResponse:
    """What an import did, or would do."""
    effects = () if report.booked else report.effects[:MOST_EFFECTS]
    references = [each.reference for each in report.statements]
    return messages.ImportBankStatementsResponse(
        statements=[
            _pack_imported(statement, pending, report)
            for statement, pending in zip(report.statements, report.pending, strict=True)
        ],
        effects=[pack_effect(each, references[each.statement]) for each in effects],
        known_file=report.known_file,
        message_kind=report.message_kind,
    )


def pack_statement(statement: KeptStatement) -> messages.BankStatement:
    """A statement that was imported."""
    return messages.BankStatement(
        bank_statement_id=str(statement.bank_statement_id),
        file_name=statement.file_name,
        statement_reference=statement.reference,
        iban=statement.iban,
        import_time=pack_moment(statement.import_time),
        imported_by=statement.imported_by,
        entry_count=statement.entries,
        booked_count=statement.booked,
        known_count=statement.known,
        to_clear_count=statement.to_clear,
        broken_count=statement.broken,
        problems=[
            messages.BankFileProblem(
                statement_reference=statement.reference,
                entry=each.entry,
                detail=each.detail,
                bank_reference=each.bank_reference,
                reason=each.fault,
                message=pack_text(texts.fault_text(each.fault, each.found)),
            )
            for each in statement.problems
        ],
    )


def pack_effect(effect: Effect, reference: str) -> messages.BankEntryEffect:
    """What an import would do with one payment."""
    payment = effect.payment
    return messages.BankEntryEffect(
        statement_reference=reference,
        entry=payment.place.entry,
        detail=payment.place.detail,
        outcome=_OUTCOMES[effect.outcome],
        amount_cents=payment.cents,
        currency=payment.currency,
        value_date=pack_date(payment.value_date),
        counterparty_name=payment.counterparty_name,
        remittance=payment.remittance[:_SHOWN],
        payers=[_pack_payer(each, 0) for each in effect.payers],
        clearing_reason=(
            REASON_VALUES[effect.reason] if effect.reason else messages.CLEARING_REASON_UNSPECIFIED
        ),
        explanation=pack_text(explanation_of(effect)),
    )


def explanation_of(effect: Effect) -> LocalizedText:
    """What happens to a payment, and why a clerk looks at it."""
    outcome = texts.OUTCOMES[effect.outcome]
    if effect.reason is None:
        return outcome
    reason = REASONS[effect.reason]
    return LocalizedText(de=f"{outcome.de}: {reason.de}", en=f"{outcome.en}: {reason.en}")


def pack_known_payer(known: KnownPayer) -> messages.Payer:
    """Somebody whom money can belong to, with what is open."""
    return _pack_payer(known.payer, known.open_cents)


def pack_entry(read: ReadEntry) -> messages.BankEntry:
    """A payment with the accounts that it is on."""
    entry = read.entry
    return messages.BankEntry(
        bank_entry_id=str(entry.bank_entry_id),
        bank_statement_id=str(entry.bank_statement_id),
        amount_cents=entry.cents,
        currency=entry.currency,
        booking_date=pack_date(entry.booking_date),
        value_date=pack_date(entry.value_date),
        counterparty_name=entry.counterparty_name,
        counterparty_iban=entry.counterparty_iban,
        remittance=entry.remittance,
        bank_reference=entry.bank_reference,
        end_to_end_id=entry.end_to_end_id,
        state=STATE_VALUES[entry.state],
        shares=[
            messages.ClearedShare(payer=pack_known_payer(payer), amount_cents=cents)
            for payer, cents in read.shares
        ],
    )


def pack_item(read: ReadItem) -> messages.ClearingItem:
    """An item of the clearing list."""
    item = read.at_stake.item
    return messages.ClearingItem(
        clearing_item_id=str(item.clearing_item_id),
        reason=REASON_VALUES[item.reason],
        explanation=pack_text(REASONS[item.reason]),
        entry=pack_entry(read.entry),
        candidates=[pack_known_payer(each) for each in read.candidates],
        open=item.is_open,
        settlement=(
            _SETTLEMENTS[item.settlement]
            if item.settlement
            else messages.CLEARING_SETTLEMENT_UNSPECIFIED
        ),
        remark=item.remark,
        create_time=pack_moment(item.create_time),
        settle_time=pack_moment(item.settle_time),
        settled_by=item.settled_by,
        possible_settlements=(
            [_SETTLEMENTS[each] for each in read.at_stake.possible] if item.is_open else []
        ),
        refund_id=str(item.refund_id) if item.refund_id else "",
        amount_cents=read.at_stake.cents,
    )


def _pack_imported(
    statement: KeptStatement, pending: int, report: ImportReport
) -> messages.BankStatement:
    packed = pack_statement(statement)
    packed.pending_count = pending
    if statement.bank_statement_id not in report.kept_ids:
        packed.bank_statement_id = ""
        packed.ClearField("import_time")
    return packed


def _pack_payer(payer: Payer, open_cents: int) -> messages.Payer:
    return messages.Payer(
        person_id=str(payer.person_id),
        name=pack_name(payer.name),
        matriculation_number=payer.matriculation_number,
        applicant_number=payer.applicant_numbers[0] if payer.applicant_numbers else "",
        programme_names=[pack_text(each) for each in payer.programme_names],
        open_cents=open_cents,
    )
