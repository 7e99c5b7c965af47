"""C40: three characters in two bytes, as headers of data seals write letters and digits.

Source: ICAO Doc 9303 part 13, section 2.4 "C40 encoding", after ISO/IEC 16022; BSI TR-03137 uses
the same. Only digits, capital letters and "<" (which stands for a blank) occur in headers.
"""

_FIRST_DIGIT = 4
_BLANK = 3
# Fills a last group of two characters.
_PAD = 0
# Says that the next byte is one character in ASCII, plus one.
_UNLATCH = 0xFE

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_VALUES = {"<": _BLANK} | {one: _FIRST_DIGIT + at for at, one in enumerate(_ALPHABET)}
_CHARACTERS = {value: character for character, value in _VALUES.items()}


def encode_c40(text: str) -> bytes:
    """The text in C40. Raises ValueError for characters that headers do not have."""
    if not set(text) <= _VALUES.keys():
        raise ValueError("only digits, capital letters and '<' can be written in a header")
    content = bytearray()
    for start in range(0, len(text), 3):
        group = text[start : start + 3]
        if len(group) == 1:
            content += bytes((_UNLATCH, ord(group) + 1))
            continue
        first, second, third = (*(_VALUES[one] for one in group), _PAD)[:3]
        content += (1600 * first + 40 * second + third + 1).to_bytes(2, "big")
    return bytes(content)


def decode_c40(content: bytes) -> str:
    """The text of C40. Raises ValueError for anything that `encode_c40` does not write."""
    text = "".join(_group(content[start : start + 2]) for start in range(0, len(content), 2))
    if encode_c40(text) != content:
        raise ValueError("not C40 in its one form")
    return text


def c40_length(characters: int) -> int:
    """How many bytes a text of that many characters takes."""
    return 2 * -(-characters // 3)


def _group(pair: bytes) -> str:
    if len(pair) != 2:
        raise ValueError("C40 ends within a group")
    if pair[0] == _UNLATCH:
        return chr((pair[1] - 1) % 256)
    rest, third = divmod(int.from_bytes(pair, "big") - 1, 40)
    first, second = divmod(rest, 40)
    try:
        head = _CHARACTERS[first] + _CHARACTERS[second]
        return head if third == _PAD else head + _CHARACTERS[third]
    except KeyError:
        raise ValueError("C40 with a character that headers do not have") from None
