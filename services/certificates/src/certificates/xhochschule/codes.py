"""The standard's code lists, as far as certificates use them."""

from collections.abc import Mapping

from chassis.values import Language, LocalizedText

from certificates.domain.facts import ExamForm
from certificates.xhochschule.elements import Element, coded, element, localized

_NOT_LISTED = "~wert_nicht_in_liste"
_OWN_LISTS = "urn:xhochschule-de:xhochschule:codeliste:"
_OWN_CODES = "http://xhochschule.de/def/xhochschule/1.0/code/"
_OWN_VERSION = "1.0"

_LANGUAGES = {Language.DE: "DEU", Language.EN: "ENG"}
_LANGUAGE_CODES = "http://publications.europa.eu/resource/authority/language/"

_TIME_MODELS = "http://xbildung.de/def/xbildung/2025-02-04/code/lernzeitmodell/"

# The scale of German universities from 5,0 over 4,0, the worst grade that passes, to 1,0.
GERMAN_SCALE = (
    "http://xbildung.de/def/xbildung/2025-02-04/code/bewertungsschema/de_kmk_hochschulnote_5_4_1"
)

# Level of ISCED 2011 and of the European Qualifications Framework, which agree from the bachelor
# on. Degrees that are not named here, such as state examinations, have none in the message.
_LEVELS = {
    **dict.fromkeys(("BA", "BSC", "BENG", "BED", "LLB", "BFA", "BBA"), 6),
    **dict.fromkeys(("MA", "MSC", "MENG", "MED", "LLM", "MFA", "MBA"), 7),
    "PHD": 8,
}
_DOCTORATE = ("DR", 8)
_ISCED = "urn:xbildung-de:unesco:codeliste:isced2011"
_EQF = "urn:xbildung-de:publicationsoffice-eu:codeliste:eqf"
_EQF_CODES = "http://data.europa.eu/snb/eqf/"

# `leistungsstatus` has these terms; what a university calls otherwise is told in words.
_RESULT_STATUSES = frozenset(
    {
        "angemeldet",
        "bestanden",
        "endgueltig_nicht_bestanden",
        "entschuldigt",
        "nicht_bestanden",
        "nicht_vollstaendig",
    }
)

# A recognised result has no form of examination; it is part of a module in any case.
_EXAM_FORMS: Mapping[ExamForm, str] = {
    ExamForm.UNKNOWN: "modulteilleistung",
    ExamForm.WRITTEN: "klausur",
    ExamForm.ORAL: "muendliche_pruefung",
    ExamForm.PAPER: "hausarbeit",
    ExamForm.INTERNSHIP: "praktikum",
    ExamForm.THESIS: "thesis",
}
# `leistungsart` lacks these.
_UNLISTED_FORMS: Mapping[ExamForm, LocalizedText] = {
    ExamForm.PRESENTATION: LocalizedText(de="Referat", en="presentation"),
    ExamForm.PRACTICAL: LocalizedText(de="praktische Leistung", en="practical exam"),
    ExamForm.COMBINED_ACADEMIC_WORK: LocalizedText(
        de="kombinierte wissenschaftliche Arbeit", en="combined academic work"
    ),
}
_AREA = LocalizedText(de="Bereich des Studiums", en="area of the programme")


def document_language(language: Language) -> Element:
    """`sprache`. The list's codes are addresses, as its handbook says."""
    return coded(
        "sprache",
        "urn:xbildung-de:publicationsoffice-eu:codeliste:language",
        "20240925-0",
        f"{_LANGUAGE_CODES}{_LANGUAGES[language]}",
    )


def university_code(destatis_code: str) -> Element | None:
    """`hochschulsignatur`: four digits of the Federal Statistical Office, if the university has.

    The office publishes the list each semester without a version that programs could name.
    """
    if not destatis_code:
        return None
    uri = "urn:xhochschule-de:destatis:codeliste:hochschulsignatur"
    return coded("hochschulsignatur", uri, "unbestimmt", destatis_code)


def education_levels(degree: str) -> tuple[Element, ...]:
    """`schluesselISCED2011` and `schluesselEQF` of a degree: "BA", "M.Sc.", "Dr. phil."."""
    letters = "".join(one for one in degree.upper() if one.isalpha())
    prefix, doctoral = _DOCTORATE
    level = doctoral if letters.startswith(prefix) else _LEVELS.get(letters)
    if level is None:
        return ()
    return (
        coded("schluesselISCED2011", _ISCED, "ISCED-2011", str(level)),
        coded("schluesselEQF", _EQF, "20230118-0", f"{_EQF_CODES}{level}"),
    )


def time_model(*, part_time: bool) -> Element:
    """`lernzeitmodell`."""
    code = coded(
        "code",
        "urn:xbildung-de:xbildung:codeliste:lernzeitmodell",
        "2025-02-04",
        f"{_TIME_MODELS}{'teilzeit' if part_time else 'vollzeit'}",
    )
    return element("lernzeitmodell", code)


def enrolment_status() -> Element:
    """`immatrikulationsstatus` of the certified semester: only who is enrolled gets one."""
    return element("immatrikulationsstatus", _own("immatrikulationsstatus", "immatrikuliert"))


def leave_status(*, on_leave: bool) -> Element:
    """`beurlaubungsstatus`. A semester abroad is none on leave."""
    term = "beurlaubt" if on_leave else "nicht_beurlaubt"
    return element("beurlaubungsstatus", _own("beurlaubungsstatus", term))


def kind_of_achievement(term: str) -> Element:
    """`leistungsart` by a term of the list."""
    return element("leistungsart", _own("leistungsart", term))


def area_kind(language: Language) -> Element:
    """`leistungsart` of an area. The list's terms say whether it is optional: not known here."""
    return _unlisted("leistungsart", _AREA, language)


def exam_kind(form: ExamForm, language: Language) -> Element:
    """`leistungsart` of an exam."""
    if form in _EXAM_FORMS:
        return kind_of_achievement(_EXAM_FORMS[form])
    return _unlisted("leistungsart", _UNLISTED_FORMS[form], language)


def result_status(term: str, name: LocalizedText, language: Language) -> Element:
    """`leistungsstatus` by the term that the university's profile names; else by its own name."""
    if term in _RESULT_STATUSES:
        return element("leistungsstatus", _own("leistungsstatus", term))
    return _unlisted("leistungsstatus", name, language)


def grading_status(term: str) -> Element:
    """`leistungsbenotungsstatus`."""
    return element("leistungsbenotungsstatus", _own("leistungsbenotungsstatus", term))


def recognised() -> Element:
    """`anerkanntOderAngerechnet`."""
    return _own("anerkanntoderangerechnet", "anerkannt", name="anerkanntOderAngerechnet")


def _own(code_list: str, term: str, name: str = "code") -> Element:
    return coded(name, f"{_OWN_LISTS}{code_list}", _OWN_VERSION, f"{_OWN_CODES}{code_list}/{term}")


def _unlisted(code_list: str, text: LocalizedText, language: Language) -> Element:
    return element(
        code_list,
        _own(code_list, _NOT_LISTED),
        localized("nichtGelisteterWert", text, language),
    )
