"""Study credit, line by line, and the long-term fee."""

from matrikel.records.v1.study_credit_pb2 import GetStudyCreditRequest, LongTermFeeState
from starlette.responses import Response

from portal.contract_names import value_name
from portal.visit import Visit


async def show(visit: Visit) -> Response:
    """What was granted, what each semester used, what is left, and when a fee would be due."""
    answer = await visit.services.study_credit.GetStudyCredit(
        GetStudyCreditRequest(person_id=visit.person_id)
    )
    return visit.render(
        "studies/credit.html",
        credit=answer.study_credit,
        fee_name=lambda state: value_name(LongTermFeeState, state),
    )
