"""Rights of pre-selection as messages of the contract, the same in answers and in events."""

from chassis.packing import pack_semester
from matrikel.records.v1 import events_pb2, study_credit_pb2

from records.domain.preselection import PreselectionGround, PreselectionRight

GROUNDS = {
    PreselectionGround.PART_TIME: events_pb2.PRESELECTION_GROUND_PART_TIME,
    PreselectionGround.CHILD_CARE: events_pb2.PRESELECTION_GROUND_CHILD_CARE,
}


def pack_right_changed(right: PreselectionRight) -> events_pb2.PreselectionRightChanged:
    """A right as it is told; why it is held stays here."""
    return events_pb2.PreselectionRightChanged(
        preselection_right_id=str(right.preselection_right_id),
        person_id=str(right.person_id),
        semester=pack_semester(right.semester),
        ground=GROUNDS[right.ground],
        holds=right.holds,
        version=right.version,
    )


def pack_right(right: PreselectionRight) -> study_credit_pb2.PreselectionRight:
    """A right as it is answered."""
    return study_credit_pb2.PreselectionRight(
        preselection_right_id=str(right.preselection_right_id),
        person_id=str(right.person_id),
        semester=pack_semester(right.semester),
        ground=GROUNDS[right.ground],
        holds=right.holds,
        version=right.version,
    )
