"""How long the status list is."""

# 131,072 places: the list of a university of some ten thousand students is far from full, and
# weighs a few hundred bytes as long as little was withdrawn.
SMALLEST = 2**17


def size_of_list(highest_place: int) -> int:
    """How many places the list has: a power of two above the highest one taken, -1 for none."""
    return SMALLEST if highest_place < 0 else max(SMALLEST, 1 << highest_place.bit_length())
