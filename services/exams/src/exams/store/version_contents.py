"""The content of regulations versions as the rules look at it, read once for all students."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from chassis.database import Transaction, is_one_of
from sqlalchemy import Row, and_, select

from exams.domain.examinations import ExamForm
from exams.domain.version_content import ExamOfVersion, ModuleOfVersion, VersionContent
from exams.store.rules import exam_rules_from_json, rules_from_json
from exams.store.tables import exams, module_exams, modules, regulations_versions


@dataclass(frozen=True)
class VersionState:
    """A version, what it says, and whether it is published."""

    code: str
    content_digest: str
    published: bool


# What was read once is known as long as the version says the same.
_known: dict[VersionState, VersionContent] = {}


def contents_of(tx: Transaction, states: Iterable[VersionState]) -> Mapping[str, VersionContent]:
    """The content of versions by code: no query for what is known, else one for all of them."""
    wanted = set(states)
    if unknown := [state for state in wanted if state not in _known]:
        _read(tx, unknown)
    return {state.code: _known[state] for state in wanted}


def _read(tx: Transaction, states: Iterable[VersionState]) -> None:
    by_code = {state.code: state for state in states}
    rows = tx.execute(
        select(
            modules,
            regulations_versions.c.rules.label("version_rules"),
            module_exams.c.exam_number,
            module_exams.c.rules.label("exam_rules"),
            exams.c.name.label("exam_name"),
            exams.c.form,
        )
        .select_from(
            regulations_versions.outerjoin(
                modules,
                modules.c.regulations_version_code
                == regulations_versions.c.regulations_version_code,
            )
            .outerjoin(
                module_exams,
                and_(
                    module_exams.c.regulations_version_code == modules.c.regulations_version_code,
                    module_exams.c.module_code == modules.c.module_code,
                ),
            )
            .outerjoin(exams, exams.c.exam_number == module_exams.c.exam_number)
        )
        .where(is_one_of(tx, regulations_versions.c.regulations_version_code, by_code))
        .add_columns(regulations_versions.c.regulations_version_code.label("version_code"))
        .order_by("version_code", modules.c.position, module_exams.c.position)
    ).all()
    for code, of_version in groupby(rows, key=lambda row: row.version_code):
        _known[by_code[code]] = _content(code, by_code[code].published, list(of_version))


def _content(code: str, published: bool, rows: list[Row[Any]]) -> VersionContent:
    return VersionContent(
        code=code,
        published=published,
        rules=rules_from_json(rows[0].version_rules),
        modules=tuple(
            _module(list(of_module))
            for module_code, of_module in groupby(rows, key=lambda row: row.module_code)
            if module_code is not None
        ),
    )


def _module(rows: list[Row[Any]]) -> ModuleOfVersion:
    first = rows[0]
    return ModuleOfVersion(
        module_code=first.module_code,
        name=first.name,
        area_code=first.area_code,
        area_name=first.area_name,
        credits_tenths=first.credits_tenths,
        exams=exams_of_module(rows),
    )


def exams_of_module(rows: Sequence[Row[Any]]) -> tuple[ExamOfVersion, ...]:
    """The exams of a module from its rows: one each, or one without for a module that has none."""
    return tuple(
        ExamOfVersion(
            exam_number=row.exam_number,
            name=row.exam_name,
            form=ExamForm(row.form),
            module_code=row.module_code,
            rules=exam_rules_from_json(row.exam_rules),
        )
        for row in rows
        if row.exam_number is not None
    )
