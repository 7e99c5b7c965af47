"""`transcriptOfRecords`: the transcript.

The programme holds areas, areas hold modules, modules hold results: as `leistung` within
`leistung`. The standard has no element for the verification number, the grade distribution, the
steps of the average, weights, faculty, school and examination regulations here.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from chassis.values import Language, LocalizedText

from certificates.domain.document import Document
from certificates.domain.facts import (
    AreaFacts,
    AverageFacts,
    EnrolmentFacts,
    ExamsFacts,
    Facts,
    ModuleFacts,
    ModuleState,
    ProgressFacts,
    RegistrationStatus,
    ResultFacts,
    StatusFacts,
)
from certificates.domain.printing import NOTHING, print_decimal, same
from certificates.xhochschule.codes import (
    GERMAN_SCALE,
    area_kind,
    education_levels,
    exam_kind,
    grading_status,
    kind_of_achievement,
    recognised,
    result_status,
)
from certificates.xhochschule.elements import (
    XBILDUNG,
    Element,
    element,
    localized,
    optional,
    optional_localized,
    value,
)
from certificates.xhochschule.shared_elements import (
    head,
    issuer,
    language_of,
    semester_period,
    student,
)

_FINAL = "finale_note"
_PROVISIONAL = "vorlaeufige_note"
_NONE = "note_liegt_nicht_vor"
_BEST, _LAST_TO_PASS, _WORST = "1.0", "4.0", "5.0"

_MODULE_NUMBER = LocalizedText(de="Modulnummer", en="module number")
_EXAM_NUMBER = LocalizedText(de="Prüfungsnummer", en="examination number")
_NO_ATTEMPT = LocalizedText(de="zählt nicht als Versuch", en="does not count as an attempt")


def transcript_message(facts: Facts, document: Document) -> Element:
    """The message with all attempts. Raises ValueError where results were not gathered."""
    return _message(facts, document, passed_only=False)


def passed_transcript_message(facts: Facts, document: Document) -> Element:
    """The message with what was passed only."""
    return _message(facts, document, passed_only=True)


def _message(facts: Facts, document: Document, *, passed_only: bool) -> Element:
    records, exams = facts.records, facts.exams
    if exams is None:
        raise ValueError("the facts were gathered without results")
    results = [
        one for one in exams.results if not passed_only or one.status is RegistrationStatus.PASSED
    ]
    return element(
        "transcriptOfRecords",
        *head(document),
        student(records.person, document),
        issuer(records.university, document),
        _programme(records.enrolment, exams, results, language_of(document), document),
    )


def _programme(
    enrolment: EnrolmentFacts,
    exams: ExamsFacts,
    results: Sequence[ResultFacts],
    language: Language,
    document: Document,
) -> Element:
    progress = exams.progress
    grade = progress.average.grade if progress else ""
    return element(
        "leistung",
        localized("bezeichnung", enrolment.programme_name, language),
        localized("angestrebterAbschluss", enrolment.degree_name, language),
        *education_levels(enrolment.degree_code),
        kind_of_achievement("studiengang"),
        _programme_status(progress, language),
        _programme_grading(progress),
        value("benotet", bool(grade)),
        _average(progress.average, language) if progress and grade else None,
        _credits("erforderlicheLeistungspunkteECTS", progress.required_tenths)
        if progress
        else None,
        _credits("erbrachteLeistungspunkteECTS", progress.earned_tenths) if progress else None,
        *_Results(exams.statuses, language, document).parts(progress, results),
    )


def _programme_status(progress: ProgressFacts | None, language: Language) -> Element | None:
    if progress is None:
        return None
    term = "bestanden" if progress.complete else "nicht_vollstaendig"
    return result_status(term, NOTHING, language)


def _programme_grading(progress: ProgressFacts | None) -> Element:
    if progress is None or not progress.average.grade:
        return grading_status(_NONE)
    return grading_status(_FINAL if progress.complete else _PROVISIONAL)


def _average(average: AverageFacts, language: Language) -> Element:
    return _grade(average.grade, language, average.policy)


def _grade(grade: str, language: Language, explanation: LocalizedText = NOTHING) -> Element:
    """`benotung` with the grade as printed, and the scale that it is of."""

    def printed(name: str, decimal: str) -> Element:
        return value(name, print_decimal(decimal).in_language(language), XBILDUNG)

    return element(
        "benotung",
        printed("note", grade),
        element(
            "bewertungsschemaNote",
            value("schemaURI", GERMAN_SCALE, XBILDUNG),
            printed("besteBewertung", _BEST),
            printed("bestandenAbBewertung", _LAST_TO_PASS),
            printed("schlechtesteBewertung", _WORST),
            namespace=XBILDUNG,
        ),
        optional_localized("beschreibung", explanation, language, XBILDUNG),
    )


def _credits(name: str, tenths: int) -> Element:
    """Credit points with at most one decimal."""
    whole, tenth = divmod(tenths, 10)
    return value(name, f"{whole}.{tenth}" if tenth else whole)


class _Results:
    """Results as they stand on the paper: by area and module, what belongs to none at the end."""

    def __init__(
        self, statuses: Iterable[StatusFacts], language: Language, document: Document
    ) -> None:
        self._statuses = {one.status: one for one in statuses}
        self._language = language
        self._document = document

    def parts(
        self, progress: ProgressFacts | None, results: Sequence[ResultFacts]
    ) -> Iterator[Element]:
        left = list(results)
        for area in progress.areas if progress else ():
            modules = list(self._modules(area, left))
            if modules:
                yield self._area(area, modules)
        yield from self._without_area(left)

    def _modules(self, area: AreaFacts, left: list[ResultFacts]) -> Iterator[Element]:
        """The modules with results, which are taken off the list."""
        for module in area.modules:
            own = [one for one in left if _belongs(one, module)]
            left[:] = [one for one in left if not _belongs(one, module)]
            if own:
                yield self._module(module, own)

    def _area(self, area: AreaFacts, modules: Sequence[Element]) -> Element:
        return element(
            "leistung",
            localized("bezeichnung", area.name, self._language),
            area_kind(self._language),
            value("benotet", False),
            _credits("erforderlicheLeistungspunkteECTS", area.required_tenths),
            _credits("erbrachteLeistungspunkteECTS", area.earned_tenths),
            *modules,
        )

    def _module(self, module: ModuleFacts, results: Sequence[ResultFacts]) -> Element:
        complete = module.state is ModuleState.COMPLETE
        return element(
            "leistung",
            localized("bezeichnung", module.name, self._language),
            kind_of_achievement("modul"),
            self._number(module.module_code, _MODULE_NUMBER),
            result_status("bestanden", NOTHING, self._language) if complete else None,
            grading_status(_FINAL if module.grade else _NONE),
            value("benotet", bool(module.grade)),
            _grade(module.grade, self._language) if module.grade else None,
            _credits("erforderlicheLeistungspunkteECTS", module.credits_tenths),
            _credits("erbrachteLeistungspunkteECTS", module.earned_tenths),
            *self._in_order(results),
        )

    def _without_area(self, left: Sequence[ResultFacts]) -> Iterator[Element]:
        by_module: dict[str, list[ResultFacts]] = {}
        for one in left:
            by_module.setdefault(one.module_code, []).append(one)
        for code, own in sorted(by_module.items()):
            name = own[0].module_name
            if not name.in_language(self._language):
                yield from self._in_order(own)
                continue
            yield element(
                "leistung",
                localized("bezeichnung", name, self._language),
                kind_of_achievement("modul"),
                self._number(code, _MODULE_NUMBER),
                value("benotet", False),
                *self._in_order(own),
            )

    def _in_order(self, results: Iterable[ResultFacts]) -> Iterator[Element]:
        """Attempts of one exam behind each other, as on the paper."""
        return map(
            self._result,
            sorted(
                results,
                key=lambda one: (one.exam_number, one.attempt, one.exam_date or date.min),
            ),
        )

    def _result(self, one: ResultFacts) -> Element:
        remark = NOTHING if one.recognised or one.counts_as_attempt else _NO_ATTEMPT
        return element(
            "leistung",
            localized("bezeichnung", one.exam_name, self._language),
            exam_kind(one.form, self._language),
            self._number(one.exam_number, _EXAM_NUMBER),
            (
                element("beschreibung", localized("beschreibung", remark, self._language))
                if remark.de
                else None
            ),
            self._status(one),
            grading_status(_FINAL if one.grade else _NONE),
            value("benotet", bool(one.grade)),
            _grade(one.grade, self._language) if one.grade else None,
            (
                _credits("erbrachteLeistungspunkteECTS", one.earned_tenths)
                if one.earned_tenths
                else None
            ),
            optional("absolvierteVersuche", one.attempt or None),
            optional("lehrendeOderPruefende", one.examiner_name),
            optional("datumDerLeistungserbringung", one.exam_date),
            self._semester(one),
            self._elsewhere(one),
        )

    def _number(self, number: str, what: LocalizedText) -> Element | None:
        if not number:
            return None
        text = what.in_language(self._language)
        return element("id", value("id", number), value("beschreibung", text))

    def _status(self, one: ResultFacts) -> Element:
        known = self._statuses.get(one.status)
        if known is None:
            return result_status("", same(one.status_code), self._language)
        return result_status(known.xhochschule, known.name, self._language)

    def _semester(self, one: ResultFacts) -> Element | None:
        if one.semester is None:
            return None
        made = semester_period(one.semester, self._document)
        return element("semesterDerLeistungserbringung", *made)

    def _elsewhere(self, one: ResultFacts) -> Element | None:
        """`externErbrachteLeistung` of a recognised result."""
        if not one.recognised:
            return None
        return element(
            "externErbrachteLeistung",
            recognised(),
            optional("einrichtungDerLeistungserbringung", one.institution),
        )


def _belongs(result: ResultFacts, module: ModuleFacts) -> bool:
    return result.module_code == module.module_code or result.exam_number in module.exam_numbers
