"""The exam tree as its page draws it: degree, programme, regulations version, area, module."""

from collections.abc import Iterable
from dataclasses import dataclass

from matrikel.exams.v1.exam_tree_pb2 import (
    EnrolmentNode,
    ModuleNode,
    SittingNode,
    SittingState,
)
from matrikel.exams.v1.sitting_pb2 import ExamForm, Seating, Sitting
from matrikel.exams.v1.status_pb2 import RegistrationStatus
from matrikel.type.v1.localized_text_pb2 import LocalizedText

from portal.statuses import IN_LOTTERY, WAITING


@dataclass(frozen=True, slots=True)
class ModuleBranch:
    """A module, whether it is open, and how many of its sittings stand how."""

    node: ModuleNode
    is_open: bool
    open_count: int
    registered_count: int
    waiting_count: int


@dataclass(frozen=True, slots=True)
class AreaBranch:
    """A part of the programme: "Major"; the name may be empty."""

    name: LocalizedText
    is_open: bool
    modules: tuple[ModuleBranch, ...]

    @property
    def open_count(self) -> int:
        """How many of its sittings are open for registration."""
        return sum(module.open_count for module in self.modules)

    @property
    def registered_count(self) -> int:
        """How many of its sittings the student is registered for."""
        return sum(module.registered_count for module in self.modules)

    @property
    def waiting_count(self) -> int:
        """For how many of its sittings the student waits for a seat."""
        return sum(module.waiting_count for module in self.modules)


@dataclass(frozen=True, slots=True)
class EnrolmentBranch:
    """Degree, programme and regulations version of one enrolment."""

    node: EnrolmentNode
    is_open: bool
    areas: tuple[AreaBranch, ...]


def branches(
    enrolments: Iterable[EnrolmentNode], enrolment_id: str, module_code: str
) -> list[EnrolmentBranch]:
    """The tree, opened along the path to the named enrolment and module.

    Where nothing is named, a single enrolment is open down to its areas.
    """
    nodes = list(enrolments)
    return [
        EnrolmentBranch(
            node=node,
            is_open=len(nodes) == 1 or node.enrolment_id == enrolment_id,
            areas=_areas(node, module_code if enrolment_id in ("", node.enrolment_id) else ""),
        )
        for node in nodes
    ]


def _areas(enrolment: EnrolmentNode, module_code: str) -> tuple[AreaBranch, ...]:
    grouped: dict[str, list[ModuleNode]] = {}
    for module in enrolment.modules:
        grouped.setdefault(module.area_name.de, []).append(module)
    return tuple(
        AreaBranch(
            name=modules[0].area_name,
            is_open=len(grouped) == 1 or any(m.module_code == module_code for m in modules),
            modules=tuple(_module(module, module_code) for module in modules),
        )
        for modules in grouped.values()
    )


def _module(module: ModuleNode, module_code: str) -> ModuleBranch:
    leaves = [sitting for exam in module.exams for sitting in exam.sittings]
    states = [leaf.state for leaf in leaves]
    return ModuleBranch(
        node=module,
        is_open=module.module_code == module_code,
        open_count=sum(leaf.can_register for leaf in leaves),
        registered_count=states.count(SittingState.SITTING_STATE_REGISTERED),
        waiting_count=(
            states.count(SittingState.SITTING_STATE_WAITING)
            + states.count(SittingState.SITTING_STATE_IN_LOTTERY)
        ),
    )


def form_name(form: "ExamForm.ValueType") -> str:
    """The form's name in the texts: "written", "combined_academic_work"."""
    return ExamForm.Name(form).removeprefix("EXAM_FORM_").lower()


def state_name(state: "SittingState.ValueType") -> str:
    """The state's name in the texts: "open", "registered", "full", "refused"."""
    return SittingState.Name(state).removeprefix("SITTING_STATE_").lower()


def leads_to(leaf: SittingNode) -> str:
    """What registering leads to, as the texts name it: "seat", "waiting", "in_lottery"."""
    return {WAITING: "waiting", IN_LOTTERY: "in_lottery"}.get(leaf.register_leads_to, "seat")


def withdrawal_name(status: "RegistrationStatus.ValueType") -> str:
    """The text of the button that ends a registration in a status."""
    return {WAITING: "tree.withdraw_waiting", IN_LOTTERY: "tree.withdraw_in_lottery"}.get(
        status, "tree.withdraw"
    )


def is_lottery(sitting: Sitting) -> bool:
    """Whether the seats of a sitting are drawn by lot."""
    return sitting.seating == Seating.SEATING_LOTTERY
