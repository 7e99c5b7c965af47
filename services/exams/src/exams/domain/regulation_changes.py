"""What a new content of a regulations version changes, entry by entry, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Any

from chassis.values import LocalizedText

from exams.domain.regulation_checks import Path, credits_text
from exams.domain.regulations import ModuleContent, ModuleExam, RegulationsContent
from exams.domain.tables import Effect

Facts = dict[str, LocalizedText]

_FIELDS = {
    "name.de": LocalizedText("Name (deutsch)", "name (German)"),
    "name.en": LocalizedText("Name (englisch)", "name (English)"),
    "programme_code": LocalizedText("Studiengang", "programme"),
    "document_url": LocalizedText("Adresse des Textes", "address of the text"),
    "rules": LocalizedText("Regeln", "rules"),
    "sections": LocalizedText("Paragrafen", "sections"),
    "area": LocalizedText("Bereich", "area"),
    "credits": LocalizedText("CP", "CP"),
    "required_credits": LocalizedText("verlangte CP", "required CP"),
    "recommended_semester": LocalizedText("Semester", "semester"),
    "compulsory": LocalizedText("Pflicht", "compulsory"),
    "weight": LocalizedText("Gewicht", "weight"),
    "courses": LocalizedText("Veranstaltungen", "courses"),
    "module": LocalizedText("Modul", "module"),
    "form": LocalizedText("Prüfungsform", "form"),
    "duration_minutes": LocalizedText("Dauer in Minuten", "duration in minutes"),
    "attempts": LocalizedText("Versuche", "attempts"),
    "minimum_credits": LocalizedText("Mindest-CP", "minimum CP"),
    "prerequisites": LocalizedText("Voraussetzungen", "prerequisites"),
    "graded": LocalizedText("benotet", "graded"),
    "repeatable": LocalizedText("wiederholbar", "repeatable"),
    "position": LocalizedText("Platz", "place"),
}
_REMOVED = LocalizedText("entfällt", "is removed")


@dataclass(frozen=True)
class ContentChange:
    """What becomes of one entry."""

    # Where the new content says so; () for what it no longer has.
    path: Path
    subject: LocalizedText
    effect: Effect
    # None where nothing changes.
    change: LocalizedText | None = None


def changes_between(
    before: RegulationsContent | None, after: RegulationsContent
) -> tuple[ContentChange, ...]:
    """What becomes of the version, its areas, modules and exams, in the order of the new content.

    Entries that the new content no longer has come last.
    """
    old, new = _entries(before) if before is not None else {}, _entries(after)
    changes = [_change(key, path, old.get(key), facts) for key, (path, facts) in new.items()]
    removed = [
        ContentChange((), _subject(key), Effect.CHANGED, _REMOVED) for key in old if key not in new
    ]
    return (*changes, *removed)


_Key = tuple[str, str]
_Entry = tuple[Path, Facts]


def _change(key: _Key, path: Path, old: _Entry | None, facts: Facts) -> ContentChange:
    if old is None:
        return ContentChange(path, _subject(key), Effect.CREATED)
    differing = [name for name in facts if old[1].get(name) != facts[name]]
    if not differing:
        return ContentChange(path, _subject(key), Effect.UNCHANGED)
    parts = [_difference(name, old[1][name], facts[name]) for name in differing]
    together = LocalizedText(
        de="; ".join(part.de for part in parts), en="; ".join(part.en for part in parts)
    )
    return ContentChange(path, _subject(key), Effect.CHANGED, together)


def _difference(name: str, old: LocalizedText, new: LocalizedText) -> LocalizedText:
    field = _FIELDS[name]
    if name in ("rules", "sections", "courses"):
        return LocalizedText(de=f"{field.de} geändert", en=f"{field.en} changed")
    return LocalizedText(
        de=f"{field.de}: {old.de} → {new.de}", en=f"{field.en}: {old.en} → {new.en}"
    )


def _subject(key: _Key) -> LocalizedText:
    kind, code = key
    german, english = {
        "version": ("PO-Version", "regulations version"),
        "area": ("Bereich", "area"),
        "module": ("Modul", "module"),
        "exam": ("Prüfung", "exam"),
    }[kind]
    return LocalizedText(de=f"{german} {code}", en=f"{english} {code}")


def _entries(version: RegulationsContent) -> Mapping[_Key, _Entry]:
    return dict(_listed(version))


def _listed(version: RegulationsContent) -> Iterator[tuple[_Key, _Entry]]:
    yield (
        ("version", version.code),
        (
            ("code",),
            _facts(
                name=version.name,
                programme_code=version.programme_code,
                document_url=version.document_url,
                sections=sorted(version.rules.sections.items()),
                rules={k: v for k, v in vars(version.rules).items() if k != "sections"},
            ),
        ),
    )
    for i, area in enumerate(version.areas):
        facts = _facts(
            name=area.name,
            required_credits=credits_text(area.required_credits_tenths),
            position=i + 1,
        )
        yield ("area", area.code), (("areas", i), facts)
    for i, module in enumerate(version.modules):
        yield ("module", module.code), (("modules", i), _of_module(i, module))
        for j, one in enumerate(module.exams):
            path: Path = ("modules", i, "exams", j)
            yield ("exam", one.exam.number), (path, _of_exam(module, j, one))


def _of_module(i: int, module: ModuleContent) -> Facts:
    return _facts(
        name=module.name,
        area=module.area_code,
        credits=credits_text(module.credits_tenths),
        recommended_semester=module.recommended_semester,
        compulsory=module.compulsory,
        weight=module.weight,
        courses=module.courses,
        position=i + 1,
    )


def _of_exam(module: ModuleContent, j: int, one: ModuleExam) -> Facts:
    exam, rules = one.exam, one.rules
    return _facts(
        name=exam.name,
        module=module.code,
        form=exam.form,
        duration_minutes=exam.duration_minutes,
        credits=credits_text(rules.credits_tenths),
        attempts=rules.attempts,
        minimum_credits=credits_text(rules.minimum_credits_tenths),
        prerequisites="; ".join(" | ".join(group) for group in rules.prerequisites),
        graded=rules.graded,
        weight=rules.weight,
        repeatable=rules.repeatable,
        position=j + 1,
    )


def _facts(*, name: LocalizedText, **others: Any) -> Facts:
    facts = {"name.de": _shown(name.de), "name.en": _shown(name.en)}
    return facts | {field: _shown(value) for field, value in others.items()}


def _shown(value: Any) -> LocalizedText:
    if value is None or value == "":
        return LocalizedText("–", "–")
    if isinstance(value, bool):
        return LocalizedText("ja", "yes") if value else LocalizedText("nein", "no")
    if isinstance(value, Decimal):
        return LocalizedText(f"{value:f}".replace(".", ","), f"{value:f}")
    text = value.value if isinstance(value, Enum) else str(value)
    return LocalizedText(text, text)
