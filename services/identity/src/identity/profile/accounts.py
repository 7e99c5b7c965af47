"""accounts.yaml and terms_of_use.yaml: what the university decides about accounts."""

import re
from pathlib import Path
from typing import Annotated

from chassis.values import LocalizedText
from pydantic import Field

from identity.domain.account_rules import (
    EDUPERSON_VALUES,
    AccountRules,
    AffiliationRules,
    Kept,
    LetterRules,
    WindDownRules,
    WindDownStage,
)
from identity.domain.affiliation_names import Affiliation
from identity.domain.enrolments import EndReason
from identity.domain.terms import TermsOfUse
from identity.profile.files import ProfileError, ProfileModel, Text, read_profile

_DOMAIN = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"

Days = Annotated[int, Field(ge=0, le=3650)]
Domain = Annotated[str, Field(pattern=_DOMAIN)]


class _Affiliations(ProfileModel):
    grace_days: dict[Affiliation, Days]
    alum_after: frozenset[EndReason]
    eduperson: dict[Affiliation, tuple[str, ...]]


class _Stage(ProfileModel):
    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    name: Text
    until_months: int = Field(ge=1, le=120)
    keeps: frozenset[Kept] = Field(min_length=1)


class _WindDown(ProfileModel):
    announced_days_before: int = Field(ge=1, le=180)
    stages: tuple[_Stage, ...] = Field(min_length=1)


class _Letter(ProfileModel):
    sender: Text
    place: str = Field(min_length=1, max_length=60)
    account_name: Text


class _File(ProfileModel):
    scope: Domain
    home_organization: Domain
    affiliations: _Affiliations
    assurance: dict[str, tuple[str, ...]]
    wind_down: _WindDown
    letter: _Letter


class _Terms(ProfileModel):
    version: int = Field(ge=1)
    title: Text
    paragraphs: tuple[Text, ...] = Field(min_length=1)


def read_account_rules(folder: Path) -> AccountRules | None:
    """The decisions about accounts; None where the folder has no accounts.yaml.

    Raises ProfileError.
    """
    path = folder / "accounts.yaml"
    if not path.exists():
        return None
    found = read_profile(path, _File)
    if problem := _problem(found):
        raise ProfileError(f"{path}: {problem}")
    return AccountRules(
        scope=found.scope,
        home_organization=found.home_organization,
        affiliations=AffiliationRules(
            grace_days=found.affiliations.grace_days,
            alum_end_reasons=found.affiliations.alum_after,
            eduperson=found.affiliations.eduperson,
            assurance_of_all=found.assurance["all"],
            assurance={
                Affiliation(name): values
                for name, values in found.assurance.items()
                if name != "all"
            },
        ),
        wind_down=WindDownRules(
            stages=tuple(
                WindDownStage(stage.code, _text(stage.name), stage.until_months, stage.keeps)
                for stage in found.wind_down.stages
            ),
            announced_days_before=found.wind_down.announced_days_before,
        ),
        letter=LetterRules(
            _text(found.letter.sender), found.letter.place, _text(found.letter.account_name)
        ),
    )


def read_terms(folder: Path) -> TermsOfUse | None:
    """The terms of use; None where the folder has no terms_of_use.yaml. Raises ProfileError."""
    path = folder / "terms_of_use.yaml"
    if not path.exists():
        return None
    found = read_profile(path, _Terms)
    return TermsOfUse(
        found.version, _text(found.title), tuple(_text(each) for each in found.paragraphs)
    )


def _problem(found: _File) -> str:
    """What contradicts itself in the file; empty for nothing."""
    for place, known in (
        ("grace_days", found.affiliations.grace_days),
        ("eduperson", found.affiliations.eduperson),
    ):
        if missing := sorted(set(Affiliation) - set(known)):
            return f"affiliations.{place}: {', '.join(missing)} is missing"
    for values in found.affiliations.eduperson.values():
        if unknown := sorted(set(values) - EDUPERSON_VALUES):
            return f"affiliations.eduperson: {', '.join(unknown)} is no value of eduPerson"
    if "all" not in found.assurance:
        return "assurance: all is missing"
    if unknown := sorted(set(found.assurance) - {"all", *Affiliation}):
        return f"assurance: {', '.join(unknown)} is no affiliation"
    for each in (value for values in found.assurance.values() for value in values):
        if not re.fullmatch(r"https?://\S+", each):
            return f"assurance: {each} is no address"
    stages = found.wind_down.stages
    months = [stage.until_months for stage in stages]
    if months != sorted(set(months)):
        return "wind_down.stages: each has to end later than the one before"
    if len({stage.code for stage in stages}) != len(stages):
        return "wind_down.stages: two have the same code"
    return ""


def _text(text: Text) -> LocalizedText:
    return LocalizedText(de=text.de, en=text.en)
