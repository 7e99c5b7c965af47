"""Text in the letters that every bank of the SEPA area takes.

Source: EPC217-08, "SEPA Requirements for an Extended Character Set": Latin letters without marks,
digits, blank and / - ? : ( ) . , ' +. German letters are spelled out (ä as ae, ß as ss).
"""

import re
import unicodedata

_SPELLED = str.maketrans(
    {
        "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss", "ẞ": "SS",
        "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L",
        "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "Th", "ħ": "h", "Ħ": "H",
        "ŧ": "t", "Ŧ": "T", "ı": "i", "ĸ": "k", "ŋ": "n", "Ŋ": "N", "ə": "a", "Ə": "A",
        "ɨ": "i", "Ɨ": "I", "ʒ": "z", "Ʒ": "Z", "ƈ": "c", "Ƈ": "C", "ǥ": "g", "Ǥ": "G",
        "’": "'", "‘": "'", "`": "'", "´": "'", "ʹ": "'", "ʺ": "'", "ʻ": "'", "ʼ": "'",
        "ʾ": "'", "ʿ": "'", "ˈ": "'", "–": "-", "—": "-", "‑": "-", "‐": "-", "&": "+",
        "_": "-", "·": ".", ";": ",",
    }
)  # fmt: skip
_REFUSED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def in_sepa_letters(text: str, longest: int) -> str:
    """The text as banks take it, cut at so many letters; letters of other scripts fall out.

    A capital that is spelled with two letters within capitals stays in capitals: "MÜLLER" becomes
    "MUELLER".
    """
    composed = unicodedata.normalize("NFC", text)
    spelled = "".join(_spelled(composed, place) for place in range(len(composed)))
    plain = "".join(
        each for each in unicodedata.normalize("NFKD", spelled) if not unicodedata.combining(each)
    )
    return " ".join(_REFUSED.sub(" ", plain).split())[:longest].strip()


def _spelled(text: str, place: int) -> str:
    letter = text[place]
    spelled = letter.translate(_SPELLED)
    following = text[place + 1 : place + 2]
    before = text[place - 1 : place] if place else ""
    beside = following if following.isalpha() else before
    if len(spelled) > 1 and letter.isupper() and beside.isupper():
        return spelled.upper()
    return spelled
