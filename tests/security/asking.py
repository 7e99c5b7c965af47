"""Asking services anything in anybody's name; the methods are those of exams."""

from typing import cast
from uuid import UUID

import grpc
from chassis.contracts import services_of
from chassis.rpc import bearer
from google.protobuf.descriptor import MethodDescriptor
from google.protobuf.descriptor_pb2 import MethodOptions
from google.protobuf.message import Message
from google.protobuf.message_factory import GetMessageClass
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from matrikel.access.v1 import access_pb2

from tests.security.running_services import RunningServices

STUDENT = access_pb2.ROLE_STUDENT
EXAMINER = access_pb2.ROLE_EXAMINER
OFFICE = access_pb2.ROLE_EXAMINATIONS_OFFICE
METHODS = [method for one in services_of("exams") for method in one.methods]


def access_of(method: MethodDescriptor) -> access_pb2.Access:
    """Who may call a method."""
    return method.GetOptions().Extensions[access_pb2.access]


def is_open_to(method: MethodDescriptor, role: int) -> bool:
    """Whether holders of a role may call a method about something."""
    access = access_of(method)
    return access.public or any(role in grant.roles for grant in access.grants)


def only_reads(method: MethodDescriptor) -> bool:
    """Whether a method changes nothing."""
    return method.GetOptions().idempotency_level == MethodOptions.NO_SIDE_EFFECTS


async def answer(
    services: RunningServices,
    method: MethodDescriptor,
    person_id: UUID,
    role: int,
    request: Message,
) -> str:
    """Everything that is answered, in words; of an error its code and reason."""
    path = f"/{method.containing_service.full_name}/{method.name}"
    received = GetMessageClass(method.output_type)
    service = method.full_name.split(".")[1]
    metadata = bearer(services.mints[service].mint(person_id, [role]))
    channel = services.channels[service]
    encode = type(request).SerializeToString
    try:
        if method.server_streaming:
            stream = channel.unary_stream(path, encode, received.FromString)
            return str([str(piece) async for piece in stream(request, metadata=metadata)])
        unary = channel.unary_unary(path, encode, received.FromString)
        return str(await unary(request, metadata=metadata))
    except grpc.aio.AioRpcError as error:
        return refusal(error)


def refusal(error: grpc.aio.AioRpcError) -> str:
    """Code and reason of an error."""
    status = rpc_status.from_call(cast(grpc.Call, error))
    info = error_details_pb2.ErrorInfo()
    assert status is not None
    assert status.details[0].Unpack(info)
    return f"{error.code().name} {info.reason}"
