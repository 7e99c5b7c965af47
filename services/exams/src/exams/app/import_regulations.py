"""Taking in a regulations version from a file: all of it or nothing, with a dry run."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from chassis.database import Transaction

from exams.domain.regulation_changes import changes_between
from exams.domain.regulations import RegulationsContent
from exams.domain.tables import RowEffect, RowProblem, TableFormat
from exams.profile.uploads import SentRegulations, read_regulations
from exams.store import regulations, regulations_content
from exams.store.regulations import LoadedExam
from exams.tables_io import UnreadableFileError
from exams.texts import profile as profile_texts
from exams.texts import regulations as texts


@dataclass(frozen=True)
class RegulationsImport:
    """What a file does, or why nothing was done."""

    # Empty where the file could not be read.
    code: str
    effects: tuple[RowEffect, ...]
    problems: tuple[RowProblem, ...]
    stored: bool


def read_sent(content: bytes, table_format: TableFormat) -> SentRegulations | RegulationsImport:
    """The version in a file, or what is wrong with the file; needs no database."""
    try:
        return read_regulations(content, table_format)
    except UnreadableFileError as error:
        return RegulationsImport("", (), error.problems, stored=False)


def import_regulations(
    tx: Transaction, sent: SentRegulations, *, dry_run: bool
) -> RegulationsImport:
    """Stores the version in a file as a draft, or changes one that nobody registered by.

    Nothing is stored where the file has a problem. A published version stays published. A version
    that a registration relies on never changes: REGULATIONS_IN_USE; an exam means the same in
    every version that has it: EXAM_IN_USE, EXAM_DEFINED_DIFFERENTLY.
    """
    version = sent.version
    regulations.hold_content(tx, [version.code])
    known = regulations_content.find_content(tx, version.code)
    problems = tuple(_problems(tx, sent, known))
    if problems:
        return RegulationsImport(version.code, (), problems, stored=False)
    effects = tuple(
        RowEffect(
            sent.place_of(change.path)[0] if change.path else 0,
            change.subject,
            change.effect,
            change.change,
        )
        for change in changes_between(known, version)
    )
    if dry_run:
        return RegulationsImport(version.code, effects, (), stored=False)
    if known is None or known.digest != version.digest:
        regulations_content.keep_version(tx, version, publish_time=None)
    return RegulationsImport(version.code, effects, (), stored=True)


def _problems(
    tx: Transaction, sent: SentRegulations, known: RegulationsContent | None
) -> Iterator[RowProblem]:
    version = sent.version
    in_use = regulations.versions_in_use(tx)
    if known is not None and known.digest != version.digest and version.code in in_use:
        message = profile_texts.REGULATIONS_IN_USE.format(code=version.code)
        yield RowProblem(*sent.place_of(("code",)), "REGULATIONS_IN_USE", message)
    yield from _problems_of_exams(sent, regulations.loaded_exams(tx), in_use)


def _problems_of_exams(
    sent: SentRegulations, stored: Mapping[str, LoadedExam], in_use: frozenset[str]
) -> Iterator[RowProblem]:
    for i, module in enumerate(sent.version.modules):
        for j, one in enumerate(module.exams):
            known = stored.get(one.exam.number)
            others = known.versions - {sent.version.code} if known is not None else frozenset()
            if known is None or known.content == one.exam or not others:
                continue
            place = sent.place_of(("modules", i, "exams", j, "number"))
            facts = {"number": one.exam.number, "versions": ", ".join(sorted(others))}
            if relying := others & in_use:
                facts["versions"] = ", ".join(sorted(relying))
                message = profile_texts.EXAM_IN_USE.format(**facts)
                yield RowProblem(*place, "EXAM_IN_USE", message)
            else:
                message = texts.EXAM_DEFINED_DIFFERENTLY.format(**facts)
                yield RowProblem(*place, "EXAM_DEFINED_DIFFERENTLY", message)
