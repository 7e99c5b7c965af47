"""Reads the files of a profile and finds everything that is wrong in them at once."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import yaml
from chassis.strict_yaml import read_strict_yaml
from chassis.values import LocalizedText
from pydantic import BaseModel, ValidationError

from exams.domain.profile import ExamsProfile
from exams.domain.regulation_checks import problems_of_content
from exams.domain.regulations import ExamContent
from exams.domain.statuses import Status
from exams.profile.files import OffersFile, PeriodsFile, StatusesFile, TermsFile
from exams.profile.problems import Problem, key_of, problem_of
from exams.profile.regulations_file import RegulationsFile
from exams.texts.regulations import FAULTS

F = TypeVar("F", bound=BaseModel)

FILE_MISSING = LocalizedText(
    de="Die Datei fehlt; legen Sie sie an.", en="The file is missing; create it."
)
NOT_YAML = LocalizedText(
    de="Die Datei ist kein gültiges YAML ({problem}); berichtigen Sie die Stelle.",
    en="The file is not valid YAML ({problem}); correct the place.",
)
TWICE = LocalizedText(
    de="{what} steht schon an anderer Stelle; entfernen Sie eine der beiden oder geben Sie ihr "
    "einen eigenen Schlüssel.",
    en="{what} is stated elsewhere already; remove one of the two or give it a key of its own.",
)
DEFINED_DIFFERENTLY = LocalizedText(
    de="Die Prüfung {number} ist in {other} anders beschrieben; gleichen Sie beide an oder "
    "vergeben Sie eine eigene Nummer.",
    en="Exam {number} is described differently in {other}; make both alike or give it a number "
    "of its own.",
)
WRONG_NAME = LocalizedText(
    de="Die Datei muss heißen wie die PO-Version darin: {code}.yaml.",
    en="The file has to be named after the regulations version in it: {code}.yaml.",
)
NO_REGULATIONS = LocalizedText(
    de="Es gibt keine PO-Version; legen Sie je Version eine Datei an.",
    en="There is no regulations version; create one file per version.",
)
BACKWARDS = LocalizedText(
    de="Der letzte Tag liegt vor dem ersten; vertauschen oder berichtigen Sie die Tage.",
    en="The last day is before the first one; swap or correct the days.",
)
EXAMS_BEFORE_WINDOW = LocalizedText(
    de="Die Prüfungen beginnen, bevor der Anmeldezeitraum endet; berichtigen Sie die Tage.",
    en="The exams begin before the registration window ends; correct the days.",
)
EXAM_UNKNOWN = LocalizedText(
    de="Die Prüfung {number} steht in keiner PO-Version; ergänzen Sie sie dort oder berichtigen "
    "Sie die Nummer.",
    en="Exam {number} is in no regulations version; add it there or correct the number.",
)
DAY_WITHOUT_START = LocalizedText(
    de="Ein Termin braucht Tag und Uhrzeit; ergänzen Sie das Fehlende oder lassen Sie beide weg.",
    en="A dated sitting needs day and start; add what is missing or leave out both.",
)
DAY_OUTSIDE_PERIOD = LocalizedText(
    de="Der Tag {day} liegt nach dem Ende des Prüfungszeitraums {period} im {semester}; wählen "
    "Sie einen früheren Tag.",
    en="Day {day} is after the end of examination period {period} in the {semester}; choose an "
    "earlier day.",
)
NO_SUCH_PERIOD = LocalizedText(
    de="Den Prüfungszeitraum {period} gibt es in keinem Semester; ergänzen Sie periods.yaml.",
    en="There is no examination period {period} in any semester; add it to periods.yaml.",
)
STATUS_MISSING = LocalizedText(
    de="Der Status {status} fehlt; ergänzen Sie ihn mit Code und Namen.",
    en="The status {status} is missing; add it with its code and name.",
)


@dataclass(frozen=True)
class ProfileFiles:
    """The files of a profile, each in its shape."""

    terms: TermsFile
    periods: PeriodsFile
    regulations: dict[str, RegulationsFile]
    offers: OffersFile
    statuses: StatusesFile

    def profile(self) -> ExamsProfile:
        """What the files say."""
        return ExamsProfile(
            terms=self.terms.value(),
            withdrawal=self.periods.withdrawal.value(),
            periods=tuple(period.value() for period in self.periods.periods),
            regulations=tuple(version.value() for version in self.regulations.values()),
            offers=tuple(offer.value() for offer in self.offers.offers),
            statuses=tuple(status.value() for status in self.statuses.statuses),
        )


def read_profile(directory: Path) -> tuple[ExamsProfile | None, tuple[Problem, ...]]:
    """The profile in a directory, or None and every problem that was found."""
    problems: list[Problem] = []
    terms = _read(directory, "terms.yaml", TermsFile, problems)
    periods = _read(directory, "periods.yaml", PeriodsFile, problems)
    offers = _read(directory, "offers.yaml", OffersFile, problems)
    statuses = _read(directory, "statuses.yaml", StatusesFile, problems)
    regulations: dict[str, RegulationsFile] = {}
    names = sorted(f"regulations/{path.name}" for path in directory.glob("regulations/*.yaml"))
    if not names:
        problems.append(Problem("regulations/", "", "FILE_MISSING", NO_REGULATIONS))
    for name in names:
        version = _read(directory, name, RegulationsFile, problems)
        if version is not None:
            regulations[name] = version
    if periods is not None:
        problems += _problems_of_periods(periods)
    if statuses is not None:
        problems += _problems_of_statuses(statuses)
    problems += _problems_of_regulations(regulations)
    if periods is not None and offers is not None and len(regulations) == len(names):
        problems += _problems_of_offers(offers, periods, regulations)
    if terms is None or periods is None or offers is None or statuses is None or problems:
        return None, tuple(problems)
    return ProfileFiles(terms, periods, regulations, offers, statuses).profile(), ()


def _read(directory: Path, name: str, shape: type[F], problems: list[Problem]) -> F | None:
    try:
        text = (directory / name).read_text("utf-8")
        content = read_strict_yaml(text)
    except FileNotFoundError:
        problems.append(Problem(name, "", "FILE_MISSING", FILE_MISSING))
        return None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = " ".join(str(error).split())
        problems.append(Problem(name, "", "NOT_YAML", NOT_YAML.format(problem=where)))
        return None
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        problems.extend(problem_of(name, detail) for detail in error.errors())
        return None


def _problems_of_periods(file: PeriodsFile) -> list[Problem]:
    problems: list[Problem] = []

    def found(key: str, reason: str, message: LocalizedText) -> None:
        problems.append(Problem("periods.yaml", key, reason, message))

    seen: set[tuple[str, int]] = set()
    for index, entry in enumerate(file.periods):
        key = f"periods[{index}]"
        if (entry.semester, entry.period) in seen:
            what = f"{entry.semester}/{entry.period}"
            found(key, "PERIOD_TWICE", TWICE.format(what=what))
        seen.add((entry.semester, entry.period))
        if entry.exams[1] < entry.exams[0]:
            found(f"{key}.exams", "DAYS_BACKWARDS", BACKWARDS)
        if entry.registration[1] < entry.registration[0]:
            found(f"{key}.registration", "DAYS_BACKWARDS", BACKWARDS)
        if entry.exams[0] <= entry.registration[1]:
            found(f"{key}.exams", "EXAMS_BEFORE_WINDOW_ENDS", EXAMS_BEFORE_WINDOW)
    return problems


def _problems_of_regulations(files: dict[str, RegulationsFile]) -> list[Problem]:
    problems: list[Problem] = []
    described: dict[str, tuple[str, ExamContent]] = {}
    for name, version in files.items():

        def found(key: str, reason: str, message: LocalizedText, file: str = name) -> None:
            problems.append(Problem(file, key, reason, message))

        if name != f"regulations/{version.code}.yaml":
            found("code", "FILE_NAME_WRONG", WRONG_NAME.format(code=version.code))
        for one in problems_of_content(version.value()):
            found(key_of(one.path), one.fault.value, FAULTS[one.fault].format(**one.facts))
        for i, module in enumerate(version.modules):
            for j, exam in enumerate(module.exams):
                other, content = described.setdefault(exam.number, (name, exam.content()))
                if other != name and content != exam.content():
                    message = DEFINED_DIFFERENTLY.format(number=exam.number, other=other)
                    found(f"modules[{i}].exams[{j}]", "EXAM_DEFINED_DIFFERENTLY", message)
    return problems


def _problems_of_statuses(file: StatusesFile) -> list[Problem]:
    problems: list[Problem] = []
    seen: set[str] = set()
    for index, entry in enumerate(file.statuses):
        for key, value in (("status", entry.status.value), ("code", entry.code)):
            if value in seen:
                place = f"statuses[{index}].{key}"
                message = TWICE.format(what=value)
                problems.append(Problem("statuses.yaml", place, "STATUS_TWICE", message))
            seen.add(value)
    for status in Status:
        if status.value not in seen:
            message = STATUS_MISSING.format(status=status.value)
            problems.append(Problem("statuses.yaml", "statuses", "STATUS_MISSING", message))
    return problems


def _problems_of_offers(
    offers: OffersFile, periods: PeriodsFile, regulations: dict[str, RegulationsFile]
) -> list[Problem]:
    problems: list[Problem] = []

    def found(key: str, reason: str, message: LocalizedText) -> None:
        problems.append(Problem("offers.yaml", key, reason, message))

    numbers = {
        exam.number
        for version in regulations.values()
        for module in version.modules
        for exam in module.exams
    }
    seen: set[tuple[str, int, str]] = set()
    for index, offer in enumerate(offers.offers):
        key = f"offers[{index}]"
        identity = (offer.exam, offer.period, offer.group)
        if identity in seen:
            what = f"{offer.exam}/{offer.period}"
            found(key, "OFFER_TWICE", TWICE.format(what=what))
        seen.add(identity)
        if offer.exam not in numbers:
            found(f"{key}.exam", "EXAM_UNKNOWN", EXAM_UNKNOWN.format(number=offer.exam))
        if (offer.day is None) != (offer.start is None):
            found(key, "DAY_WITHOUT_START", DAY_WITHOUT_START)
        held_in = [entry for entry in periods.periods if entry.period == offer.period]
        if not held_in:
            message = NO_SUCH_PERIOD.format(period=offer.period)
            found(f"{key}.period", "PERIOD_UNKNOWN", message)
        for entry in held_in:
            if offer.day is not None and entry.exams[0] + timedelta(offer.day) > entry.exams[1]:
                semester = entry.value().semester.name
                message = DAY_OUTSIDE_PERIOD.format(
                    day=offer.day, period=offer.period, semester=semester
                )
                found(f"{key}.day", "DAY_OUTSIDE_PERIOD", message)
                break
    return problems
