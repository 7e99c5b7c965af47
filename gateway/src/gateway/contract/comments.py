"""The comments of the contracts, which the generated code does not carry.

`protos/generate.py` writes them beside the generated code, by the full name of what they explain.
"""

import json
from functools import cache
from importlib.resources import files


@cache
def comments() -> dict[str, str]:
    """Every comment by full name: messages, fields, enum values, services, methods."""
    return dict(json.loads(files("matrikel").joinpath("comments.json").read_text("utf-8")))


def comment_on(full_name: str) -> str:
    """The comment on a part of a contract; empty where there is none."""
    return comments().get(full_name, "")
