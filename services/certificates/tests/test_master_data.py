"""What a master data sheet says."""

from dataclasses import replace
from datetime import date

from certificates.domain.certificate import CertificateType
from certificates.domain.contents.master_data import master_data_content
from certificates.domain.document import Content
from certificates.domain.facts import AddressKind, CardState, Facts
from chassis.values import Language

from .content_reading import lines, table
from .sample_records import CARD, CONTACT, CREDIT
from .samples import DOCTORAL, ENROLMENT, ISSUE_TIME, ended, facts_of

FACTS = facts_of(CertificateType.MASTER_DATA)


def content(facts: Facts = FACTS) -> Content:
    return master_data_content(facts, ISSUE_TIME)


def test_everything_held_of_the_person_is_printed() -> None:
    said = lines(content())
    expected = {
        "Familienname": "Öztürk",
        "Vornamen": "Ayşe",
        "Staatsangehörigkeit": "Türkei",
        "Geschlechtseintrag": "weiblich",
        "Heimatadresse": "Atatürk Caddesi 5, 04100 Ağrı, Türkei",
        "Semesteradresse": "c/o Meyer, Am Sande 1, 21335 Lüneburg",
        "Hochschul-E-Mail": "ayse.oeztuerk@leuphana.example",
        "Mobiltelefon": "+49 151 23456789",
        "Ausweisnummer": "1234567897",
        "Gültig bis Ende": "Wintersemester 2026/27",
        "Verbleibend": "7 Semester",
    }
    assert {label: said.get(label) for label in expected} == expected
    assert lines(content(), Language.EN)["Citizenship"] == "Türkiye"


def test_it_says_which_address_letters_go_to() -> None:
    assert lines(content())["Korrespondenzadresse"] == "Semesteradresse"
    at_home = replace(CONTACT, correspondence=AddressKind.HOME)
    assert (
        lines(content(replace(FACTS, contact=at_home)))["Korrespondenzadresse"] == "Heimatadresse"
    )
    given_up = replace(CONTACT, semester_address=None)
    said = lines(content(replace(FACTS, contact=given_up)))
    assert said["Korrespondenzadresse"] == "Heimatadresse"
    assert "Semesteradresse" not in said


def test_every_enrolment_is_listed_with_how_it_stands() -> None:
    left = ended(DOCTORAL, end_date=date(2026, 9, 30))
    current, former = table(
        content(replace(FACTS, enrolments=(ENROLMENT, left))), "Einschreibungen"
    )
    assert current[0] == "Kulturwissenschaften, B.A., Digitale Medien"
    assert current[3:] == ("immatrikuliert (rückgemeldet), Vollzeit", "3", "4")
    assert former[2:4] == ("30.09.2026", "exmatrikuliert")


def test_what_is_not_there_is_left_out() -> None:
    bare = replace(FACTS, cards=(), credit=replace(CREDIT, applies=False))
    said = lines(content(bare))
    assert "Ausweisnummer" not in said
    assert "Verbleibend" not in said


def test_a_blocked_card_is_called_blocked() -> None:
    blocked = replace(CARD, state=CardState.BLOCKED)
    assert lines(content(replace(FACTS, cards=(blocked, CARD))))["Status"] == "gesperrt"


def test_it_says_whom_to_turn_to_when_something_is_wrong() -> None:
    [note] = content().notes
    assert "Infoportal, infoportal@leuphana.example" in note.de
