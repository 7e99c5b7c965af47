"""What people type into forms, and the messages that become of it."""

import pytest
from chassis.values import Language
from matrikel.records.v1 import application_content_pb2 as content
from portal.contract_names import group_name, value_name, value_names, value_of
from portal.fields import fill, problems_in, typed_of
from portal.formats import Formats
from portal.forms import cents_of
from portal.pages.applications.forms import FORMS, GROUPS
from portal.texts import load_texts
from starlette.datastructures import FormData

GERMAN, ENGLISH = Formats(load_texts(Language.DE)), Formats(load_texts(Language.EN))


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("", 0),
        ("250", 25_000),
        ("250,5", 25_050),
        ("250.50", 25_050),
        ("1.250,50 €", 125_050),
        ("1,250.50", 125_050),
        ("1.250", 125_000),
        ("viel", None),
        ("-5", None),
        ("1,2,3", None),
    ],
)
def test_amounts_are_read_as_people_of_both_languages_type_them(
    typed: str, cents: int | None
) -> None:
    assert cents_of(FormData({"amount": typed}), "amount") == cents


def test_amounts_are_written_with_the_languages_separators() -> None:
    assert GERMAN.money(131_815) == "1.318,15\u00a0€"
    assert ENGLISH.money(131_815) == "€1,318.15"
    assert ENGLISH.money(-500) == "-€5.00"


def test_names_of_values_are_those_of_the_contract_without_the_enums_own() -> None:
    assert group_name(content.CardLoss) == "card_loss"
    assert value_name(content.CardLoss, content.CARD_LOSS_STOLEN) == "stolen"
    assert value_names(content.CardLoss) == ["stolen", "lost", "damaged"]
    assert value_of(content.CardLoss, "lost") == content.CARD_LOSS_LOST
    assert value_of(content.CardLoss, "unspecified") is None
    assert value_of(content.CardLoss, "eaten") is None


def test_there_is_a_form_for_every_kind_and_a_place_to_choose_it() -> None:
    kinds = {one.name for one in content.ApplicationContent.DESCRIPTOR.oneofs[0].fields}

    assert set(FORMS) == kinds
    assert sorted(kind for kinds in GROUPS.values() for kind in kinds) == sorted(FORMS)


def test_several_semesters_are_sent_in_order_of_time() -> None:
    form = FormData([("semesters", "2027W"), ("semesters", "2027S"), ("ground", "family")])
    message = content.LeaveOfAbsence()

    fill(message, form, FORMS["leave_of_absence"].fields)

    assert [one.code for one in message.semesters] == ["2027S", "2027W"]
    typed = typed_of(message, FORMS["leave_of_absence"].fields)
    assert typed["semesters"] == "2027S 2027W"
    assert typed["ground"] == "family"


def test_an_address_that_was_left_empty_is_not_sent() -> None:
    form = FormData({"loss": "lost", "delivery": "post", "address.city": ""})
    message = content.CardReplacement()

    fill(message, form, FORMS["card_replacement"].fields)

    assert not message.HasField("address")


def test_days_that_do_not_exist_are_no_days() -> None:
    form = FormData({"when": "on_date", "date": "2026-02-30"})

    assert problems_in(form, FORMS["deregistration"].fields) == {"date": "field.date_wrong"}
