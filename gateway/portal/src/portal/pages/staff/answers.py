"""How the staff pages answer: notices after a change, and forms that a service did not take."""

import re
from uuid import uuid4

from chassis.values import Semester
from grpc.aio import AioRpcError
from matrikel.exams.v1.obstacle_pb2 import Obstacle
from matrikel.exams.v1.sitting_pb2 import GetSittingRequest, Sitting
from starlette.responses import Response

from portal.faults import Kind, fault_of
from portal.forms import Problems
from portal.staff_functions import UPDATE_SITTING
from portal.visit import Visit

# What a form can be shown again for: somebody has to change an entry, or look again.
_SAID_IN_FORMS = (Kind.INVALID, Kind.REFUSED, Kind.NOT_FOUND)


def said_in_form(
    visit: Visit, error: AioRpcError, *fields: str, home: str = ""
) -> tuple[Problems, int]:
    """What a service said against a form, at its fields or on top, and the HTTP status.

    The path of a field in the request may have more steps than the form's name of it: the last one
    counts ("sitting.room" is "room"). `home` is the field of invalid entries that the form calls
    otherwise. Raises the error again where the form cannot help.
    """
    fault = fault_of(error, visit.language)
    if fault.kind not in _SAID_IN_FORMS:
        raise error
    at_fields: dict[str, tuple[str, ...]] = {}
    general: list[str] = []
    for path, sentences in fault.fields.items():
        name = path.rpartition(".")[2]
        if name in fields:
            at_fields[name] = (*at_fields.get(name, ()), *sentences)
        else:
            general += sentences
    if fault.refusal is not None:
        general += [obstacle_line(visit, one) for one in fault.refusal.obstacles]
    if not at_fields and not general:
        general = [visit.sentence(fault)]
    if home and fault.kind is Kind.INVALID and general:
        at_fields[home] = (*at_fields.get(home, ()), *general)
        general = []
    return Problems(tuple(general), at_fields), fault.kind.value


def obstacle_line(visit: Visit, obstacle: Obstacle) -> str:
    """An obstacle in one line: what the rule says to the student, what helps, and its section."""
    is_german = visit.language == "de"
    said = obstacle.message.de if is_german else obstacle.message.en
    remedy = obstacle.remedy.de if is_german else obstacle.remedy.en
    section = f"({obstacle.regulation_section})" if obstacle.regulation_section else ""
    sentence = " ".join(part for part in (said, remedy, section) if part)
    return visit.t("entry.as_students_read", sentence=sentence)


def notice(visit: Visit, group: str) -> str:
    """The sentence for what was just done, as the address names it; empty for anything else.

    Numbers in it come from the address too, and are only ever shown to whoever opened it.
    """
    done = visit.asked("done")
    key = f"{group}.done_{done}"
    if not re.fullmatch(r"[a-z_]+", done) or key not in visit.t.sentences:
        return ""
    numbers = {name: _number(visit.asked(name)) for name in ("count", "told", "moved", "free")}
    return visit.t(key, **numbers)


def _number(text: str) -> str:
    return str(int(text)) if re.fullmatch(r"[0-9]{1,9}", text) else "0"


async def sitting_of(visit: Visit) -> Sitting:
    """The sitting in the address. Raises AioRpcError."""
    answer = await visit.services.sittings.GetSitting(
        GetSittingRequest(sitting_id=sitting_id(visit))
    )
    return answer.sitting


def sitting_id(visit: Visit) -> str:
    """The id of the sitting in the address."""
    return str(visit.request.path_params["sitting_id"])


def semesters_around(visit: Visit) -> list[str]:
    """The codes of the semesters that something can be planned for, the newest first."""
    current = Semester.of(visit.portal.today())
    later = current.next().next()
    return [one.code for one in (later, current.next(), current, current.previous())]


def to_sitting(visit: Visit, done: str, **numbers: int) -> Response:
    """Back to the page of the sitting, with a notice."""
    told = {name: str(number) for name, number in numbers.items()}
    return visit.go(f"sittings/{sitting_id(visit)}", done=done, **told)


def new_request_id() -> str:
    """A UUID for a call that only asks what would happen."""
    return str(uuid4())


def may_keep(visit: Visit) -> bool:
    """Whether the visitor keeps sittings, as the examinations office does."""
    return visit.may(UPDATE_SITTING)
