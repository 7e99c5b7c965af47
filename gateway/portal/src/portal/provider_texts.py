"""What the claims that clients get say, in words for people."""

from collections.abc import Iterable

from portal.texts import Texts

_AFFILIATION = "eduperson_affiliation"


def claim_label(texts: Texts, claim: str) -> str:
    """What a claim says; its own name where the portal has no words for it."""
    if f"claim.{claim}" not in texts.sentences:
        return claim
    t = texts
    return t(f"claim.{claim}")


def claim_labels(texts: Texts, claims: Iterable[str]) -> list[str]:
    """What claims say, in the order of the catalogue; whether something is confirmed stands with
    what it is about."""
    known = [key.removeprefix("claim.") for key in texts.sentences if key.startswith("claim.")]
    place = {claim: number for number, claim in enumerate(known)}
    ordered = sorted(claims, key=lambda claim: (place.get(claim, len(known)), claim))
    return [claim_label(texts, claim) for claim in ordered]


def value_label(texts: Texts, claim: str, value: str) -> str:
    """One value of a claim: words of the universities' federations in the page's language."""
    if claim != _AFFILIATION or f"eduperson_affiliation.{value}" not in texts.sentences:
        return value
    t = texts
    return t(f"eduperson_affiliation.{value}")
