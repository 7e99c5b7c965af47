"""Whether bytes are written after the Distinguished Encoding Rules (X.690, 10): in one way only.

asn1crypto reads what other rules allow, too, and takes exponential time to write nested values
anew (1.5: `dump(force=True)` does every level twice).
"""

_DEEPEST = 40
_CONSTRUCTED = 0x20
_NUMBER = 0x1F
_LONG = 0x80
_BOOLEAN = 0x01
_TRUTH = (b"\x00", b"\xff")


def is_der(content: bytes) -> bool:
    """Whether the bytes are one value, all of it with definite lengths in their shortest form."""
    try:
        return _value(content, 0, len(content), 0) == len(content)
    except (ValueError, IndexError):
        return False


def _value(content: bytes, start: int, end: int, depth: int) -> int:
    """Where the value that starts there ends. Raises ValueError for one that is not DER."""
    if depth > _DEEPEST or content[start] == 0 or content[start] & _NUMBER == _NUMBER:
        raise ValueError("nested too deeply, or a tag that is used nowhere here")
    first, behind = _length(content, start + 1)
    if behind > end:
        raise ValueError("a value ends within another one")
    if content[start] & _CONSTRUCTED:
        position = first
        while position < behind:
            position = _value(content, position, behind, depth + 1)
    elif content[start] == _BOOLEAN and content[first:behind] not in _TRUTH:
        raise ValueError("a truth value of another spelling")
    return behind


def _length(content: bytes, start: int) -> tuple[int, int]:
    """Where the contents begin and end."""
    short = content[start]
    if short < _LONG:
        return start + 1, start + 1 + short
    count = short - _LONG
    digits = content[start + 1 : start + 1 + count]
    length = int.from_bytes(digits, "big")
    if not 1 <= count <= 4 or len(digits) != count or length < _LONG or digits[0] == 0:
        raise ValueError("a length that is not the shortest")
    return start + 1 + count, start + 1 + count + length
