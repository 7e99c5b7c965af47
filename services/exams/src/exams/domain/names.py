"""The order of names in lists."""

import unicodedata

from chassis.values import PersonName


def sort_key(name: PersonName) -> str:
    """Family and given names without case and marks: "Öztürk, Ayşe" sorts as "ozturk ayse"."""
    decomposed = unicodedata.normalize("NFKD", f"{name.family_name} {name.given_names}")
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.casefold()
