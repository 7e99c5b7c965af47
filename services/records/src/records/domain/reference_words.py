"""Words of bank references and names, in a form in which they can be compared.

Banks spell names in the basic letters of SEPA, each in its own way: "Müller" arrives as "Mueller",
"Muller" or "M?ller". Both sides of a comparison are therefore folded further than searches are.
"""

import re

from chassis.values import folded

_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[?\ufffd'’`´](?=[^\W\d_]))*")
# The same sounds as banks and people spell them; both sides are folded alike.
_SPELLINGS = (
    ("ae", "a"),
    ("oe", "o"),
    ("ue", "u"),
    ("aa", "a"),
    ("sz", "s"),
    ("ss", "s"),
)

_NOISE_TEXT = """
matr matrnr matrikel matrikelnummer matrikelnr matrikelnum matrikelno matriculation matriculationno
matriculationnumber mat matno matnr martikelnummer martrikelnummer immatrikulationsnummer nr no num
number nummer numer id stud student studentin studierende studierender studentennummer studi
studentid kennung account username user benutzername
re ruck rueck rueckmeldung ruckmeldung rückmeldung ruckm rueckm reregistration registration
renewal enrolment enrollment einschreibung immatrikulation bewerber bewerberin
bewerbung bewerbernr bewerbernummer bewerbungsnummer bewerbungsnr applicant application
semester sem semesterbeitrag semesterbeitrage semesterbeiträge semestergebühr semestergebuehr
semestergebühren semesterticket semesterfee sose wise ss ws so wi sommersemester wintersemester
sommer winter summer fall spring term beitrag beitrage beiträge studienbeitrag studienbeiträge
studiengebühr studiengebühren gebühr gebühren langzeit langzeitgebühr langzeitstudiengebühr
langzeitstudiengebühren contribution contributions fee fees tuition semestercontribution
studentenwerk studierendenwerk verwaltungskosten studierendenschaft ersatzausweis
studierendenausweis mahngebühr mahnung reminder card studentcard
uni universität universitaet university hochschule leuphana lüneburg lueneburg
bachelor master ba bsc ma msc promotion doktorand doctoral studium study studies studiengang
für fur for von vom from und and the der die das den of to an at in im am zum zur mit with bei
name vorname nachname familienname first last surname given family herr frau mr mrs ms dr prof
mein meine meinen meiner meines my our unser unsere tochter sohn kind daughter son
zahlung payment überweisung uberweisung transfer bank dauerauftrag betrag amount eur euro euros
datum date verwendungszweck zweck purpose referenz reference ref iban bic svwz eref kref notprovided
online banking echtzeit echtzeitueberweisung sepa credit gutschrift tan pushtan
danke thanks bitte please hallo viele grüße gruesse
"""


def comparable(text: str) -> str:
    """One word in the form in which it is compared: "Müßig", "Muessig" and "MUSIG" are the same."""
    plain = folded(text).replace("'", "").replace("\ufffd", "?")
    for written, meant in _SPELLINGS:
        plain = plain.replace(written, meant)
    return plain


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text in order, comparable. Hyphens and commas part them, apostrophes not."""
    found = (comparable(each) for each in _WORD.findall(text))
    return tuple(each for each in found if each)


def typed_words_in(text: str) -> tuple[str, ...]:
    """The words of a text in order, folded as searches fold them."""
    return tuple(filter(None, (folded(each) for each in _WORD.findall(text))))


NOISE = frozenset(comparable(each) for each in re.findall(r"\S+", _NOISE_TEXT))
