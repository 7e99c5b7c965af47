"""Whether a reference names a person: how surely, and with which words."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from chassis.values import PersonName

from records.domain.reference_words import NOISE, comparable, words_in

# Words of family names that tell nobody apart.
_PARTICLES = frozenset(
    re.findall(
        r"\w+",
        "von van vom zu zur zum der den de del della di da dos das du la le el al bin ibn ten ter"
        " af av y e",
    )
)
# From this length on one wrong letter is a slip of the fingers, and a name may be cut.
_LONG = 5


class Named(IntEnum):
    """How surely the words name somebody; more is surer."""

    NOT = 0
    # The given name alone.
    BY_GIVEN_NAME = 1
    BY_FAMILY_NAME = 2
    # Family and given name, one of them misspelt.
    NEARLY = 3
    FULLY = 4


@dataclass(frozen=True, slots=True)
class NameParts:
    """The words of somebody's names, comparable: all family names that were ever borne."""

    families: tuple[tuple[str, ...], ...]
    given: tuple[str, ...]


def parts_of(name: PersonName, former: Sequence[PersonName] = ()) -> NameParts:
    """The words of a name, with the birth name and the names that a person had before."""
    families = [
        words_in(one) for each in (name, *former) for one in (each.family_name, each.birth_name)
    ]
    given = [word for each in (name, *former) for word in words_in(each.given_names)]
    return NameParts(
        tuple(dict.fromkeys(each for each in families if each)), tuple(dict.fromkeys(given))
    )


def how_named(words: Sequence[str], parts: NameParts) -> Named:
    """How surely the words name the person, in whatever order."""
    if _run_together(words, parts):
        return Named.FULLY
    given = [_best(word, parts.given) for word in words]
    found = Named.BY_GIVEN_NAME if 1.0 in given else Named.NOT
    for family in parts.families:
        # Of a double name one part is enough.
        telling = [each for each in family if each not in _PARTICLES] or list(family)
        borne = [_best(word, telling) for word in words]
        # One word cannot be both: "Ali" alone does not name Ali Ali fully.
        both = max(
            (
                min(of_family, of_given)
                for place, of_family in enumerate(borne)
                for other, of_given in enumerate(given)
                if place != other
            ),
            default=0.0,
        )
        if both:
            found = max(found, Named.FULLY if both == 1.0 else Named.NEARLY)
        elif any(borne):
            found = max(found, Named.BY_FAMILY_NAME)
    return found


def others_than(words: Iterable[str], parts: NameParts) -> tuple[str, ...]:
    """The words that are neither of the person's name nor common in references."""
    own = {*parts.given, *(word for each in parts.families for word in each)}
    joined = {"".join(each) for each in parts.families} | {"".join(parts.given)}
    return tuple(
        word
        for word in words
        if len(word) > 1
        and word not in NOISE
        and word not in _PARTICLES
        and word not in joined
        and not any(alike(word, each) for each in own)
        and not _run_together([word], parts)
    )


def search_prefixes(typed_words: Sequence[str]) -> tuple[str, ...]:
    """How the search key of somebody who is named by neighbouring words would begin.

    Family names of up to three words, before or after the given name; each as typed, and with the
    basic letters that banks write as two: "mueller, anna" and "muller, anna".
    """
    telling = [each for each in typed_words if comparable(each) not in NOISE and len(each) > 1]
    found: dict[str, None] = {}
    for words in (telling, [_basic(each) for each in telling]):
        for first in range(len(words)):
            for behind in range(first + 1, min(first + 4, len(words) + 1)):
                family = words[first:behind]
                for given in (words[behind : behind + 1], words[max(first - 1, 0) : first]):
                    if given:
                        found[f"{' '.join(family)}, {given[0]}"] = None
                        found[f"{'-'.join(family)}, {given[0]}"] = None
    return tuple(found)


def alike(word: str, meant: str) -> float:
    """1 for the same word, a little less for one with a slip, 0 for another one.

    A slip is one wrong, missing, doubled or swapped letter in a long word, an end that was cut, or
    the signs that banks put where they have no letter.
    """
    if word == meant:
        return 1.0
    if "?" in word:
        return 0.9 if re.fullmatch(word.replace("?", "[a-z]{1,2}"), meant) else 0.0
    if len(word) >= _LONG and len(meant) >= _LONG and _one_slip(word, meant):
        return 0.9
    return 0.0


def _best(word: str, meant: Iterable[str]) -> float:
    return max((alike(word, each) for each in meant if len(each) > 1 or word == each), default=0.0)


def _basic(word: str) -> str:
    for written, basic in (("ae", "a"), ("oe", "o"), ("ue", "u")):
        word = word.replace(written, basic)
    return word


def _run_together(words: Sequence[str], parts: NameParts) -> bool:
    """ "SmithJohn", "muellerluedenscheidt" typed without anything between."""
    for family in map("".join, parts.families):
        for given in (*parts.given, "".join(parts.given)):
            if len(family) + len(given) >= _LONG and (
                family + given in words or given + family in words
            ):
                return True
    return False


def _one_slip(word: str, meant: str) -> bool:
    if abs(len(word) - len(meant)) > 1:
        return False
    start = 0
    while start < min(len(word), len(meant)) and word[start] == meant[start]:
        start += 1
    rest, of_meant = word[start:], meant[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == of_meant
    return swapped or of_meant in (rest[1:],) or rest == of_meant[1:] or rest[1:] == of_meant[1:]
