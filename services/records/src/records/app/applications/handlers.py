"""The kinds of applications that there are. Each derives from `handler.Handler`."""

from records.app.applications.address_change import AddressChangeHandler
from records.app.applications.card_replacement import CardReplacementHandler
from records.app.applications.deregistration import DeregistrationHandler
from records.app.applications.error_report import ErrorReportHandler
from records.app.applications.fee_exemption import FeeExemptionHandler
from records.app.applications.focus_change import FocusChangeHandler
from records.app.applications.handler import Handler
from records.app.applications.leave import LeaveHandler
from records.app.applications.leave_withdrawal import LeaveWithdrawalHandler
from records.app.applications.name_change import NameChangeHandler
from records.app.applications.part_time import PartTimeHandler
from records.app.applications.preselection import PreselectionHandler
from records.app.applications.second_degree import SecondDegreeHandler
from records.app.applications.semester_abroad import SemesterAbroadHandler
from records.domain.applications.kinds import ApplicationKind

_ALL: tuple[Handler, ...] = (
    LeaveHandler(),
    LeaveWithdrawalHandler(),
    PartTimeHandler(),
    SemesterAbroadHandler(),
    DeregistrationHandler(),
    FocusChangeHandler(),
    SecondDegreeHandler(),
    AddressChangeHandler(),
    NameChangeHandler(),
    FeeExemptionHandler(),
    CardReplacementHandler(),
    ErrorReportHandler(),
    PreselectionHandler(),
)

HANDLERS: dict[ApplicationKind, Handler] = {one.kind: one for one in _ALL}
