"""Names as lists sort them and searches find them: without case and marks."""

import unicodedata

from chassis.values.person_name import PersonName

_APOSTROPHES = dict.fromkeys(map(ord, "’`´\u02b9\u02bc\u02be\u02bf\u02c8"), "'")

# Letters that Unicode does not split into a basic letter and a mark.
_FOLDED_LETTERS = _APOSTROPHES | str.maketrans(
    {
        "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
        "ŧ": "t", "ı": "i", "ĸ": "k", "ŋ": "n", "ə": "a", "ɨ": "i", "ʒ": "z", "ƈ": "c", "ǥ": "g",
    }
)  # fmt: skip


def folded(text: str) -> str:
    """The text as it is searched: small basic letters, no marks, plain apostrophes, single blanks.

    "Đặng" and "dang" are the same, so are "Weiß" and "weiss".
    """
    # Apostrophes first: Unicode splits some of them into a blank and a mark.
    split = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES)).casefold()
    unmarked = "".join(
        letter
        for letter in unicodedata.normalize("NFKD", split)
        if not unicodedata.combining(letter)
    )
    plain = unicodedata.normalize("NFC", unmarked.translate(_FOLDED_LETTERS))
    return " ".join(plain.split())


def search_key(name: PersonName) -> str:
    """The folded name that lists are sorted by, family name first: "ozturk, ayse".

    It begins with the folded family name, so that a prefix of that finds it. At most twice as
    long as the names, and two characters.
    """
    return f"{folded(name.family_name)}, {folded(name.given_names)}"
