"""The library's card, as far as money is concerned."""


def deposit_occasion(card_number: str) -> str:
    """What a deposit is charged for, so that it is charged once: "library card 31100000017"."""
    return f"library card {card_number}"
