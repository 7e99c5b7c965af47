"""What stands in every mail that asks for a payment."""

from chassis.values import LocalizedText

AMOUNT = LocalizedText(de="Betrag", en="Amount")
RECIPIENT = LocalizedText(de="Empfänger", en="Recipient")
IBAN = LocalizedText(de="IBAN", en="IBAN")
BIC = LocalizedText(de="BIC", en="BIC")
BANK = LocalizedText(de="Bank", en="Bank")
REFERENCE = LocalizedText(de="Verwendungszweck", en="Reference")
DEADLINE = LocalizedText(de="Eingang bis (Wertstellung)", en="To arrive by (value date)")
LINK = LocalizedText(de="Im Portal", en="In the portal")
