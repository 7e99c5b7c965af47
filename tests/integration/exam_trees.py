"""Finding one's way in an exam tree as REST and gRPC show it in JSON."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Offer:
    """A sitting in a student's tree, with the way that leads to it."""

    enrolment_id: str
    module: str
    node: dict[str, Any]

    @property
    def sitting(self) -> dict[str, Any]:
        """The sitting itself."""
        found: dict[str, Any] = self.node["sitting"]
        return found

    @property
    def sitting_id(self) -> str:
        """Its id."""
        return str(self.sitting["sittingId"])

    @property
    def exam_name(self) -> str:
        """The exam's German name."""
        return str(self.sitting["examName"]["de"])


def offers(tree: dict[str, Any]) -> Iterator[Offer]:
    """Every sitting of a tree, from top to bottom."""
    for enrolment in tree["enrolments"]:
        for module in enrolment.get("modules", []):
            for exam in module.get("exams", []):
                for node in exam.get("sittings", []):
                    yield Offer(enrolment["enrolmentId"], module["name"]["de"], node)


def open_offers(tree: dict[str, Any]) -> list[Offer]:
    """The dated sittings that the student can register for, one of each exam, the emptiest first.

    Whoever takes the first ones leaves the scarce seats to others.
    """
    found: dict[str, Offer] = {}
    for offer in offers(tree):
        if offer.node.get("canRegister") and "startTime" in offer.sitting:
            found.setdefault(offer.sitting["examNumber"], offer)
    return sorted(found.values(), key=lambda one: one.sitting.get("capacity", 0) > 0)
