"""Regulations versions and their modules as messages."""

from chassis.packing import pack_moment, pack_semester, pack_text
from chassis.values import LocalizedText
from matrikel.exams.v1 import regulations_pb2 as messages

from exams.app.regulations import ModulePicture, RegulationsInWords
from exams.domain.examinations import ExamForm
from exams.domain.regulations import (
    ModuleContent,
    ModuleExam,
    RegulationsContent,
    RegulationsVersion,
)
from exams.domain.rule_texts import prerequisites_in_words
from exams.events.packing import pack_form, pack_sitting


def pack_version(version: RegulationsVersion) -> messages.RegulationsVersion:
    """A version as lists have it."""
    return messages.RegulationsVersion(
        regulations_version_code=version.code,
        programme_code=version.programme_code,
        name=pack_text(version.name),
        publish_time=pack_moment(version.publish_time),
        in_use=version.in_use,
        document_url=version.document_url,
        etag=version.digest,
        module_count=version.module_count,
        exam_count=version.exam_count,
    )


def pack_version_in_words(found: RegulationsInWords) -> messages.RegulationsVersion:
    """A version with its modules and rules."""
    message = pack_version(found.version)
    message.modules.extend(
        _module(
            found.content,
            module,
            {
                one.exam.number: prerequisites_in_words(found.content, one.rules)
                for one in module.exams
            },
        )
        for module in found.content.modules
    )
    message.rules.extend(
        messages.RuleText(rule=one.rule, section=one.section, text=pack_text(one.text))
        for one in found.rules
    )
    return message


def pack_picture(picture: ModulePicture) -> messages.GetModuleResponse:
    """A module as a picture."""
    module = _module(picture.content, picture.module, picture.prerequisites)
    for exam in module.exams:
        exam.sittings.extend(pack_sitting(one) for one in picture.sittings[exam.exam_number])
    return messages.GetModuleResponse(
        module=module,
        document_url=picture.content.document_url,
        semester=pack_semester(picture.semester),
    )


def _module(
    content: RegulationsContent,
    module: ModuleContent,
    prerequisites: dict[str, LocalizedText],
) -> messages.Module:
    return messages.Module(
        module_code=module.code,
        name=pack_text(module.name),
        area_code=module.area_code,
        area_name=pack_text(content.area(module.area_code).name),
        credits_tenths=module.credits_tenths,
        recommended_semester=module.recommended_semester,
        compulsory=module.compulsory,
        exams=[_exam(content, one, prerequisites[one.exam.number]) for one in module.exams],
        courses=[
            messages.Course(
                course_number=course.number,
                name=pack_text(course.name),
                type=pack_text(course.type),
                exam_numbers=course.exam_numbers,
            )
            for course in module.courses
        ],
    )


def _exam(
    content: RegulationsContent, one: ModuleExam, prerequisites: LocalizedText
) -> messages.Exam:
    exam, rules = one.exam, one.rules
    is_thesis = exam.form is ExamForm.THESIS
    return messages.Exam(
        exam_number=exam.number,
        name=pack_text(exam.name),
        form=pack_form(exam.form),
        duration_minutes=exam.duration_minutes,
        credits_tenths=rules.credits_tenths,
        graded=rules.graded,
        attempts=content.rules.attempts_at(rules, is_thesis=is_thesis),
        repeatable=rules.repeatable,
        minimum_credits_tenths=content.minimum_credits_tenths(one),
        prerequisites=pack_text(prerequisites),
    )
