"""Hands the signed status list out."""

from google.api.httpbody_pb2 import HttpBody
from matrikel.certificates.v1 import verification_pb2
from matrikel_verify.status_list import MEDIA_TYPE

from certificates.flows.status_lists import StatusLists


class StatusListApi:
    """The list of the states of all certificates."""

    def __init__(self, lists: StatusLists) -> None:
        self._lists = lists

    async def get_status_list(
        self, _request: verification_pb2.GetStatusListRequest
    ) -> verification_pb2.GetStatusListResponse:
        """The newest list."""
        signed = await self._lists.current()
        return verification_pb2.GetStatusListResponse(
            body=HttpBody(content_type=MEDIA_TYPE, data=signed.encode("ascii"))
        )
