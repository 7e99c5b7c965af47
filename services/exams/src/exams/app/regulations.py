"""Regulations versions: reading them, their modules as a picture, publishing, deleting drafts."""

from dataclasses import dataclass

from chassis.database import Transaction
from chassis.errors import Code, Failure
from chassis.values import LocalizedText, Semester, local_date

from exams.domain.examinations import Sitting
from exams.domain.regulations import ModuleContent, RegulationsContent, RegulationsVersion
from exams.domain.rule_texts import RuleText, prerequisites_in_words, rules_in_words
from exams.store import regulations, regulations_content, sittings
from exams.texts import regulations as texts


@dataclass(frozen=True)
class RegulationsInWords:
    """A version, everything that it says, and its rules in words."""

    version: RegulationsVersion
    content: RegulationsContent
    rules: tuple[RuleText, ...]


@dataclass(frozen=True)
class ModulePicture:
    """A module, what its exams need, and when they are offered in a semester."""

    content: RegulationsContent
    module: ModuleContent
    semester: Semester
    # By exam number.
    prerequisites: dict[str, LocalizedText]
    sittings: dict[str, tuple[Sitting, ...]]


def list_versions(
    tx: Transaction, *, programme_code: str, for_office: bool
) -> tuple[RegulationsVersion, ...]:
    """The versions of a programme, or with "" of all; drafts for the office only."""
    return regulations.list_versions(tx, programme_code=programme_code, drafts=for_office)


def get_version(tx: Transaction, code: str, *, for_office: bool) -> RegulationsInWords:
    """A version with everything that it says. Raises REGULATIONS_UNKNOWN, for drafts too."""
    version, content = _known(tx, code, for_office=for_office)
    return RegulationsInWords(version, content, rules_in_words(content))


def get_module(
    tx: Transaction, code: str, module_code: str, semester: Semester | None, *, for_office: bool
) -> ModulePicture:
    """A module as a picture, with the sittings of a semester; None is the current one.

    Guide "Ihr QIS-Account", "Prüfungsan- und -abmeldung": which courses lead to which exams,
    whether an exam is offered, windows, withdrawal, repeating, prerequisites. Raises
    REGULATIONS_UNKNOWN and MODULE_UNKNOWN.
    """
    _, content = _known(tx, code, for_office=for_office)
    module = next((one for one in content.modules if one.code == module_code), None)
    if module is None:
        raise Failure(Code.NOT_FOUND, "MODULE_UNKNOWN", texts.MODULE_UNKNOWN)
    asked = semester or Semester.of(local_date(tx.now))
    numbers = [one.exam.number for one in module.exams]
    offered = sittings.sittings_of_exams(tx, numbers, asked)
    return ModulePicture(
        content=content,
        module=module,
        semester=asked,
        prerequisites={
            one.exam.number: prerequisites_in_words(content, one.rules) for one in module.exams
        },
        sittings={
            number: tuple(one for one in offered if one.exam_number == number) for number in numbers
        },
    )


def publish(tx: Transaction, code: str, *, etag: str, dry_run: bool) -> RegulationsVersion:
    """Publishes a draft: students of the version register by it from now on.

    Raises REGULATIONS_UNKNOWN, ALREADY_PUBLISHED, and REGULATIONS_CHANGED for an outdated etag.
    """
    regulations.hold_content(tx, [code])
    version = _draft(tx, code)
    if etag != version.digest:
        raise Failure(Code.ABORTED, "REGULATIONS_CHANGED", texts.REGULATIONS_CHANGED)
    if not dry_run:
        regulations_content.publish(tx, code, tx.now)
    return _found(tx, code)


def publish_as_it_is(tx: Transaction, code: str) -> RegulationsVersion:
    """Publishes a draft for whoever keeps its file. Raises as `publish`."""
    return publish(tx, code, etag=_found(tx, code).digest, dry_run=False)


def delete_draft(tx: Transaction, code: str) -> None:
    """Deletes a draft that nobody is enrolled under.

    Raises REGULATIONS_UNKNOWN, ALREADY_PUBLISHED, REGULATIONS_IN_USE.
    """
    regulations.hold_content(tx, [code])
    _draft(tx, code)
    if regulations.is_enrolled_under(tx, code):
        raise Failure(
            Code.FAILED_PRECONDITION,
            "REGULATIONS_IN_USE",
            texts.ENROLLED_UNDER.format(code=code),
        )
    regulations_content.delete_version(tx, code)


def content_for_download(tx: Transaction, code: str) -> RegulationsContent:
    """Everything that a version says. Raises REGULATIONS_UNKNOWN."""
    return _known(tx, code, for_office=True)[1]


def _known(
    tx: Transaction, code: str, *, for_office: bool
) -> tuple[RegulationsVersion, RegulationsContent]:
    version = _found(tx, code)
    content = regulations_content.find_content(tx, code)
    if content is None or (version.publish_time is None and not for_office):
        raise _unknown()
    return version, content


def _draft(tx: Transaction, code: str) -> RegulationsVersion:
    version = _found(tx, code)
    if version.publish_time is not None:
        raise Failure(
            Code.FAILED_PRECONDITION,
            "ALREADY_PUBLISHED",
            texts.ALREADY_PUBLISHED.format(code=code),
        )
    return version


def _found(tx: Transaction, code: str) -> RegulationsVersion:
    version = regulations.find_version(tx, code)
    if version is None:
        raise _unknown()
    return version


def _unknown() -> Failure:
    return Failure(Code.NOT_FOUND, "REGULATIONS_UNKNOWN", texts.REGULATIONS_UNKNOWN)
