"""The exams service with one method more that does nothing: what a call costs without its work.

Usage: python -m tests.load.exams_with_empty serve
"""

from dataclasses import replace
from typing import Any

from chassis.command import service_command
from chassis.service import Composition, Runtime, Served
from exams.main import service
from matrikel.records.v1 import university_pb2, university_pb2_grpc


class Nothing(university_pb2_grpc.UniversityServiceServicer):
    """Answers at once; the call passes the same server and the same pipeline as any other."""

    async def GetUniversity(self, request: Any, context: Any) -> Any:
        return university_pb2.GetUniversityResponse()


def _compose(runtime: Runtime) -> Composition:
    composition = service.compose(runtime)
    descriptor = university_pb2.DESCRIPTOR.services_by_name["UniversityService"]
    return replace(composition, served=(*composition.served, Served(descriptor, Nothing())))


app = service_command(replace(service, compose=_compose))

if __name__ == "__main__":
    app()
