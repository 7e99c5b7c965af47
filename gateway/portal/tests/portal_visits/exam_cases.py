"""What students filed and made during a test."""

from dataclasses import dataclass, field

from matrikel.exams.v1 import sick_note_pb2, thesis_pb2


@dataclass
class ExamCases:
    """Sick notes, theses, their documents, and whether there is an address of a calendar."""

    sick_notes: dict[str, sick_note_pb2.SickNote] = field(default_factory=dict)
    theses: dict[str, thesis_pb2.Thesis] = field(default_factory=dict)
    documents: dict[str, bytes] = field(default_factory=dict)
    has_feed: bool = False
