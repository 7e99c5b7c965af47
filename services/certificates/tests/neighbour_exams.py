"""Exams, as far as certificates asks it, with the answers of the samples."""

import asyncio
from typing import Any

import grpc
from certificates.domain.facts import ProgressFacts, RegistrationFacts, ResultFacts
from chassis.packing import pack_date, pack_moment, pack_semester, pack_text
from matrikel.exams.v1 import (
    registration_pb2,
    registration_pb2_grpc,
    result_pb2,
    result_pb2_grpc,
    sitting_pb2,
    status_pb2,
    status_pb2_grpc,
    study_progress_pb2,
    study_progress_pb2_grpc,
)


class _Neighbour:
    def __init__(self, neighbours: Any) -> None:
        self.neighbours = neighbours
        self.at_once = 0

    async def note(self, context: Any, method: str) -> None:
        await self.neighbours.note(context, "exams", method)

    def page(self, request: Any, known: Any) -> tuple[Any, str]:
        """A page of what is known, and the token of the next one."""
        start = int(request.page_token or 0)
        end = start + self.neighbours.page_size
        return known[start:end], str(end) if end < len(known) else ""


class Registrations(_Neighbour, registration_pb2_grpc.RegistrationServiceServicer):
    async def ListRegistrations(self, request: Any, context: Any) -> Any:
        await self.note(context, "ListRegistrations")
        found, token = self.page(request, self.neighbours.registrations)
        return registration_pb2.ListRegistrationsResponse(
            registrations=[_registration(one, request) for one in found], next_page_token=token
        )


class Results(_Neighbour, result_pb2_grpc.ResultServiceServicer):
    async def ListResults(self, request: Any, context: Any) -> Any:
        await self.note(context, "ListResults")
        known = [
            one
            for one in self.neighbours.exams.results
            if one.status.value == "passed" or not request.passed_only
        ]
        found, token = self.page(request, known)
        return result_pb2.ListResultsResponse(
            results=[_result(one, request) for one in found], next_page_token=token
        )

    async def GetGradeDistribution(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetGradeDistribution")
        self.at_once += 1
        self.neighbours.most_at_once = max(self.neighbours.most_at_once, self.at_once)
        await asyncio.sleep(0.001)
        self.at_once -= 1
        for one in self.neighbours.exams.distributions:
            if one.sitting_id == request.sitting_id:
                return result_pb2.GetGradeDistributionResponse(
                    sitting=sitting_pb2.Sitting(
                        sitting_id=one.sitting_id,
                        exam_number=one.exam_number,
                        exam_name=pack_text(one.exam_name),
                        semester=pack_semester(one.semester),
                    ),
                    bars=[
                        result_pb2.GetGradeDistributionResponse.Bar(
                            grade=each.grade, status=_status(each.status), count=each.count
                        )
                        for each in one.counts
                    ],
                    result_count=one.result_count,
                    average=one.average,
                    failed_permille=one.failed_permille,
                )
        return await context.abort(grpc.StatusCode.FAILED_PRECONDITION, "too few results")


class StudyProgress(_Neighbour, study_progress_pb2_grpc.StudyProgressServiceServicer):
    async def GetStudyProgress(self, request: Any, context: Any) -> Any:
        await self.note(context, "GetStudyProgress")
        progress = self.neighbours.exams.progress
        if progress is None:
            return await context.abort(grpc.StatusCode.NOT_FOUND, "unknown")
        return study_progress_pb2.GetStudyProgressResponse(study_progress=_progress(progress))


class Statuses(_Neighbour, status_pb2_grpc.StatusServiceServicer):
    async def ListStatuses(self, request: Any, context: Any) -> Any:
        return status_pb2.ListStatusesResponse(
            statuses=[
                status_pb2.ListStatusesResponse.StatusCode(
                    status=_status(one.status),
                    code=one.code,
                    name=pack_text(one.name),
                    xhochschule=one.xhochschule,
                )
                for one in self.neighbours.exams.statuses
            ]
        )


def _registration(one: RegistrationFacts, request: Any) -> registration_pb2.Registration:
    return registration_pb2.Registration(
        person_id=request.person_id,
        enrolment_id=request.enrolment_id,
        sitting=sitting_pb2.Sitting(
            exam_number=one.exam_number,
            exam_name=pack_text(one.exam_name),
            semester=request.semester,
            examination_period=one.examination_period,
            start_time=pack_moment(one.start_time) if one.start_time else None,
            room=one.room,
        ),
        module_name=pack_text(one.module_name),
        status=_status(one.status),
        status_code=one.status_code,
        register_time=pack_moment(one.register_time),
        withdraw_time=pack_moment(one.withdraw_time) if one.withdraw_time else None,
    )


def _result(one: ResultFacts, request: Any) -> result_pb2.Result:
    sitting = None
    if one.sitting_id and one.semester:
        sitting = sitting_pb2.Sitting(
            sitting_id=one.sitting_id,
            form=sitting_pb2.ExamForm.Value(f"EXAM_FORM_{one.form.name}"),
            semester=pack_semester(one.semester),
        )
    return result_pb2.Result(
        registration_id=one.registration_id,
        recognition_id=one.recognition_id,
        person_id=request.person_id,
        enrolment_id=request.enrolment_id,
        exam_number=one.exam_number,
        exam_name=pack_text(one.exam_name),
        module_code=one.module_code,
        module_name=pack_text(one.module_name),
        sitting=sitting,
        grade=one.grade,
        status=_status(one.status),
        status_code=one.status_code,
        credits_tenths=one.credits_tenths,
        attempt=one.attempt,
        counts_as_attempt=one.counts_as_attempt,
        exam_date=pack_date(one.exam_date),
        examiner_name=one.examiner_name,
        institution=one.institution,
        version=one.version,
    )


def _progress(progress: ProgressFacts) -> study_progress_pb2.StudyProgress:
    average = progress.average
    return study_progress_pb2.StudyProgress(
        required_tenths=progress.required_tenths,
        earned_tenths=progress.earned_tenths,
        average=study_progress_pb2.Average(
            grade=average.grade,
            exact=average.exact,
            lines=[
                study_progress_pb2.AverageLine(
                    module_code=one.module_code,
                    name=pack_text(one.name),
                    grade=one.grade,
                    weight=one.weight,
                    product=one.product,
                    counted=one.counted,
                    explanation=pack_text(one.explanation),
                )
                for one in average.lines
            ],
            weight_sum=average.weight_sum,
            product_sum=average.product_sum,
            policy=pack_text(average.policy),
        ),
        areas=[
            study_progress_pb2.AreaProgress(
                area_code=area.area_code,
                name=pack_text(area.name),
                required_tenths=area.required_tenths,
                earned_tenths=area.earned_tenths,
                modules=[
                    study_progress_pb2.ModuleProgress(
                        module_code=one.module_code,
                        name=pack_text(one.name),
                        state=study_progress_pb2.ProgressState.Value(
                            f"PROGRESS_STATE_{one.state.name}"
                        ),
                        credits_tenths=one.credits_tenths,
                        earned_tenths=one.earned_tenths,
                        grade=one.grade,
                    )
                    for one in area.modules
                ],
            )
            for area in progress.areas
        ],
        complete=progress.complete,
        last_exam_date=pack_date(progress.last_exam_date),
    )


def _status(status: Any) -> Any:
    return status_pb2.RegistrationStatus.Value(f"REGISTRATION_STATUS_{status.name}")
