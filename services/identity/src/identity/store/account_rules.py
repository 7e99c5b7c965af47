"""Stores and reads the university's decisions about accounts."""

from typing import Any

from chassis.database import Transaction, upsert
from chassis.values import LocalizedText
from sqlalchemy import select

from identity.domain.account_rules import (
    AccountRules,
    AffiliationRules,
    Kept,
    LetterRules,
    WindDownRules,
    WindDownStage,
)
from identity.domain.affiliation_names import Affiliation
from identity.domain.enrolments import EndReason
from identity.store.tables import account_rules

_THE_ROW = "accounts"


def load_account_rules(tx: Transaction) -> AccountRules:
    """The rules that were loaded last; those without any decision before that."""
    stored = tx.execute(select(account_rules.c.rules)).scalar_one_or_none()
    return AccountRules() if stored is None else _rules(stored)


def store_account_rules(tx: Transaction, rules: AccountRules) -> None:
    """Replaces the rules."""
    upsert(tx, account_rules, [{"name": _THE_ROW, "rules": _plain(rules)}], key=["name"])


def _plain(rules: AccountRules) -> dict[str, Any]:
    affiliations = rules.affiliations
    return {
        "scope": rules.scope,
        "home_organization": rules.home_organization,
        "grace_days": {each.value: days for each, days in affiliations.grace_days.items()},
        "alum_end_reasons": sorted(each.value for each in affiliations.alum_end_reasons),
        "eduperson": {each.value: list(names) for each, names in affiliations.eduperson.items()},
        "assurance_of_all": list(affiliations.assurance_of_all),
        "assurance": {each.value: list(names) for each, names in affiliations.assurance.items()},
        "letter": {
            "sender": {"de": rules.letter.sender.de, "en": rules.letter.sender.en},
            "place": rules.letter.place,
            "account_name": {
                "de": rules.letter.account_name.de,
                "en": rules.letter.account_name.en,
            },
        },
        "announced_days_before": rules.wind_down.announced_days_before,
        "stages": [
            {
                "code": stage.code,
                "name": {"de": stage.name.de, "en": stage.name.en},
                "until_months": stage.until_months,
                "keeps": sorted(each.value for each in stage.keeps),
            }
            for stage in rules.wind_down.stages
        ],
    }


def _rules(plain: dict[str, Any]) -> AccountRules:
    return AccountRules(
        scope=plain["scope"],
        home_organization=plain["home_organization"],
        affiliations=AffiliationRules(
            grace_days={Affiliation(each): days for each, days in plain["grace_days"].items()},
            alum_end_reasons=frozenset(EndReason(each) for each in plain["alum_end_reasons"]),
            eduperson={
                Affiliation(each): tuple(names) for each, names in plain["eduperson"].items()
            },
            assurance_of_all=tuple(plain["assurance_of_all"]),
            assurance={
                Affiliation(each): tuple(names) for each, names in plain["assurance"].items()
            },
        ),
        wind_down=WindDownRules(
            stages=tuple(
                WindDownStage(
                    code=stage["code"],
                    name=LocalizedText(de=stage["name"]["de"], en=stage["name"]["en"]),
                    until_months=stage["until_months"],
                    keeps=frozenset(Kept(each) for each in stage["keeps"]),
                )
                for stage in plain["stages"]
            ),
            announced_days_before=plain["announced_days_before"],
        ),
        letter=LetterRules(
            LocalizedText(**plain["letter"]["sender"]),
            plain["letter"]["place"],
            LocalizedText(**plain["letter"]["account_name"]),
        ),
    )
