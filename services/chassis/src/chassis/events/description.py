"""What the contract says of an event: its subject, its aggregate, who hears it."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from google.protobuf.descriptor import Descriptor
from google.protobuf.message import Message
from matrikel.event.v1 import event_pb2

# No aggregate has this name.
REPLAY = "replay"
_AGAIN = re.compile(rf"(?<=\.v1)\.{REPLAY}\.[^.]+\.")


@dataclass(frozen=True)
class EventDescription:
    """One kind of event, described by the option of its message."""

    descriptor: Descriptor
    option: event_pb2.Event

    @classmethod
    def of(cls, descriptor: Any) -> "EventDescription":
        """Reads the option. Raises ValueError where the message is no event."""
        options = descriptor.GetOptions()
        if not options.HasExtension(event_pb2.event):
            raise ValueError(f"{descriptor.full_name} is no event")
        return cls(descriptor, options.Extensions[event_pb2.event])

    @property
    def full_name(self) -> str:
        """ "matrikel.exams.v1.Registered"."""
        return self.descriptor.full_name

    @cached_property
    def service(self) -> str:
        """The service that tells: "exams"."""
        return self.full_name.split(".")[1]

    @cached_property
    def name(self) -> str:
        """The message's name in snake case: "session_revoked"."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", self.descriptor.name).lower()

    @cached_property
    def subject_pattern(self) -> str:
        """The subject with a wildcard for the id."""
        return self._subject("*")

    def replay_pattern(self, hearer: str) -> str:
        """The subject of what is told again to one service, with a wildcard for the id."""
        return self._subject("*", hearer)

    def subject(self, event: Message, hearer: str = "") -> str:
        """ "matrikel.exams.v1.registration.<id>.registered".

        With a hearer it is that of what is told again to this service alone:
        "matrikel.exams.v1.replay.<hearer>.registration.<id>.registered".

        Raises ValueError where the id cannot be a part of a subject.
        """
        aggregate_id = str(_field(event, self.option.id_field))
        if not re.fullmatch(r"[^\s.*>]{1,100}", aggregate_id):
            raise ValueError(f"{self.full_name} about {aggregate_id!r}, which is no id")
        return self._subject(aggregate_id, hearer)

    def version(self, event: Message) -> int:
        """The version of the aggregate; 0 where it has none."""
        field = self.option.version_field
        return int(_field(event, field)) if field else 0  # type: ignore[call-overload]

    def _subject(self, aggregate_id: str, hearer: str = "") -> str:
        again = f"{REPLAY}.{hearer}." if hearer else ""
        aggregate = f"{self.option.aggregate}.{aggregate_id}"
        return f"matrikel.{self.service}.v1.{again}{aggregate}.{self.name}"


def aggregate_of(subject: str) -> str:
    """What a subject is about, the same whether it is told to all or again to one.

    "matrikel.exams.v1.registration.<id>".
    """
    return _AGAIN.sub(".", subject.rpartition(".")[0], count=1)


def _field(message: object, path: str) -> object:
    for name in path.split("."):
        message = getattr(message, name)
    return message
