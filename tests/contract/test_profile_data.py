"""The data of the Leuphana profile and of the demo students agree with themselves."""

import importlib
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from chassis.values import Semester, Term

REPOSITORY = Path(__file__).parents[2]
PROFILE = REPOSITORY / "deploy/profiles/leuphana"
LOCAL = REPOSITORY / "deploy/local"

FORMS = {
    "written",
    "oral",
    "paper",
    "presentation",
    "practical",
    "combined_academic_work",
    "thesis",
}
ACCOUNTS = {"none", "university", "university_own_password", "library", "of_service"}
ROLES = {
    "examiner",
    "examinations_office",
    "student_services",
    "international_center",
    "programme_adviser",
    "library_desk",
    "system_administrator",
}
CREDITS_OF_A_DEGREE = {"BA": 180, "BSC": 180, "MSC": 120, "MA": 120, "MBA": 60, "DR": 30}
# DIN 91379: the combining marks and the signs of names (group N1).
COMBINING_MARKS = set(
    "\u0300\u0301\u0302\u0304\u0306\u0307\u0308\u030b\u030c\u030d"
    "\u0310\u0315\u031b\u0323\u0325\u0326\u0327\u0328\u0331\u035f"
)
NAME_SIGNS = set(" ',-.`~¨´·\u02b9\u02ba\u02be\u02bf\u02c8\u02cc’‡")


def content(name: str) -> Any:
    return yaml.safe_load((PROFILE / name).read_text(encoding="utf-8"))


UNIVERSITY = content("records/university.yaml")
PROGRAMMES = content("records/programmes.yaml")["programmes"]
SEMESTERS = {each["semester"]: each for each in content("records/semesters.yaml")["semesters"]}
IT_SERVICES = content("identity/it_services.yaml")["it_services"]
STAFF = content("identity/demo_staff.yaml")["staff"]
TERMS = content("exams/terms.yaml")
PERIODS = content("exams/periods.yaml")["periods"]
OFFERS = content("exams/offers.yaml")["offers"]
REGULATIONS = {
    path.stem: content(f"exams/regulations/{path.name}")
    for path in sorted((PROFILE / "exams/regulations").glob("*.yaml"))
}
MODULES = [(code, m) for code, version in REGULATIONS.items() for m in version["modules"]]
EXAMS = {e["number"]: (code, m, e) for code, m in MODULES for e in m["exams"]}
SCHOOLS = {school["code"] for school in UNIVERSITY["schools"]}


def codes(entries: list[Mapping[str, Any]], key: str = "code") -> list[str]:
    return [entry[key] for entry in entries]


def nodes(value: object, path: str) -> Iterator[tuple[str, object]]:
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from nodes(each, f"{path}.{key}")
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from nodes(each, f"{path}[{position}]")


def all_nodes() -> Iterator[tuple[str, object]]:
    for path in sorted(PROFILE.rglob("*.yaml")):
        name = str(path.relative_to(PROFILE))
        yield from nodes(content(name), name)


# --- texts ------------------------------------------------------------------------------------


def test_every_text_has_both_languages() -> None:
    for path, value in all_nodes():
        if isinstance(value, dict) and {"de", "en"} & set(value):
            assert set(value) == {"de", "en"}, path
            assert all(isinstance(text, str) and text.strip() for text in value.values()), path


def test_names_titles_and_purposes_are_texts_in_two_languages() -> None:
    for path, value in all_nodes():
        if isinstance(value, dict):
            for key in {"name", "title", "purpose", "faculty"} & set(value):
                # Persons have one name in all languages.
                if not path.startswith("identity/demo_staff") and ".contacts[" not in path:
                    assert isinstance(value[key], dict), f"{path}.{key}"


def test_texts_are_composed_and_without_blanks_around_them() -> None:
    for path, value in all_nodes():
        if isinstance(value, str):
            assert value == unicodedata.normalize("NFC", value).strip(), path


def test_the_terms_have_a_version_a_title_and_plain_paragraphs() -> None:
    assert isinstance(TERMS["version"], str)
    assert 8 <= len(TERMS["paragraphs"]) <= 12
    for paragraph in TERMS["paragraphs"]:
        assert "\n" not in paragraph["de"] + paragraph["en"]


def test_the_terms_name_the_windows_and_both_contacts_in_both_languages() -> None:
    german = " ".join(each["de"] for each in TERMS["paragraphs"])
    english = " ".join(each["en"] for each in TERMS["paragraphs"])
    for fact in ("15. November", "15. Mai", "beliebig oft", "fünf Werktage"):
        assert fact in german
    for fact in ("15 November", "15 May", "as often as you like", "five working days"):
        assert fact in english
    for fact in ("infoportal@uni.leuphana.de", "qis@uni.leuphana.de", "OK", "PDF"):
        assert fact in german
        assert fact in english


# --- records ----------------------------------------------------------------------------------


def test_the_semester_contribution_is_318_euros_15_in_every_semester() -> None:
    begins = [each["from"] for each in UNIVERSITY["semester_contributions"]]
    assert begins[0] == next(iter(SEMESTERS))
    for contribution in UNIVERSITY["semester_contributions"]:
        parts = contribution["parts"]
        assert sum(Decimal(part["amount"]) for part in parts) == Decimal("318.15")


def test_a_part_of_the_contribution_is_the_sum_of_its_parts() -> None:
    contributions = UNIVERSITY["semester_contributions"]
    divided = [p for each in contributions for p in each["parts"] if "parts" in p]
    assert divided
    for part in divided:
        assert sum(Decimal(each["amount"]) for each in part["parts"]) == Decimal(part["amount"])


def test_the_fees_on_occasion_are_those_of_the_guides() -> None:
    fees = {fee["code"]: fee["amount"] for fee in UNIVERSITY["occasional_fees"]}
    assert fees == {
        "student-card-replacement": "5.00",
        "reregistration-reminder": "15.00",
        "long-term-fee": "500.00",
        "library-card-deposit": "10.00",
    }


def test_the_iban_has_right_check_digits() -> None:
    iban = UNIVERSITY["bank_account"]["iban"]
    moved = iban[4:] + iban[:4]
    assert len(iban) == 22
    assert int("".join(str(int(character, 36)) for character in moved)) % 97 == 1


def test_the_info_portal_and_the_technical_support_stand_at_the_foot_of_pages() -> None:
    at_foot = [p for p in UNIVERSITY["contact_points"] if p["in_footer"]]
    assert [(p["code"], p["email"]) for p in at_foot] == [
        ("info-portal", "infoportal@uni.leuphana.de"),
        ("technical-support", "qis@uni.leuphana.de"),
    ]


def test_the_directory_has_every_contact_point_of_the_guides() -> None:
    points = codes(UNIVERSITY["contact_points"])
    assert len([code for code in points if code.startswith("deans-")]) == 5
    assert {f"school-{code}" for code in SCHOOLS} <= set(points)
    offices = "student-service miz library student-counselling international-center"
    others = "equal-opportunities bafoeg-office studentenwerk"
    assert set(f"{offices} {others}".split()) <= set(points)


def test_every_programme_belongs_to_a_school_and_has_regulations() -> None:
    for programme in PROGRAMMES:
        assert programme["school"] in SCHOOLS
        assert programme["kind"] in {"student", "doctoral"}
        assert 1 <= programme["standard_duration_semesters"] <= 6
        for version in programme["regulations_versions"]:
            assert REGULATIONS[version["code"]]["programme_code"] == programme["code"]
            assert REGULATIONS[version["code"]]["name"] == version["name"]


def test_every_regulations_file_is_named_by_its_code_and_used_by_a_programme() -> None:
    used = [v["code"] for programme in PROGRAMMES for v in programme["regulations_versions"]]
    assert sorted(used) == sorted(REGULATIONS)
    assert all(version["code"] == name for name, version in REGULATIONS.items())


def test_versions_are_listed_newest_first_and_end_with_a_year() -> None:
    for programme in PROGRAMMES:
        years = [int(v["code"][-4:]) for v in programme["regulations_versions"]]
        assert years == sorted(years, reverse=True)


def test_a_degree_is_named_the_same_in_every_programme() -> None:
    degrees: dict[str, Mapping[str, Any]] = {}
    for programme in PROGRAMMES:
        degree = programme["degree"]
        assert degrees.setdefault(degree["code"], degree) == degree


def test_codes_are_unique() -> None:
    for entries in (
        UNIVERSITY["schools"],
        UNIVERSITY["contact_points"],
        UNIVERSITY["occasional_fees"],
        PROGRAMMES,
        IT_SERVICES,
        [module for _, module in MODULES],
    ):
        assert len(set(codes(entries))) == len(entries)
    assert len({s["user_name"] for s in STAFF}) == len(STAFF)


# --- dates ------------------------------------------------------------------------------------


def test_the_calendar_has_no_gap() -> None:
    semesters = [Semester.parse(code) for code in SEMESTERS]
    assert (semesters[0].code, semesters[-1].code) == ("2023S", "2028W")
    for earlier, later in pairwise(semesters):
        assert earlier.next() == later


def test_lectures_lie_within_their_semester_on_working_days() -> None:
    for code, dates in SEMESTERS.items():
        semester = Semester.parse(code)
        first, last = dates["lectures"]
        assert semester.first_date <= first < last <= semester.last_date, code
        assert first.weekday() < 5
        assert last.weekday() < 5


def test_reregistration_is_in_the_months_that_the_guide_names() -> None:
    for code, dates in SEMESTERS.items():
        semester = Semester.parse(code)
        first, last = dates["reregistration"]
        months = (1, 2) if semester.term is Term.SUMMER else (6, 7)
        assert (first.month, last.month) == months, code
        assert first.year == last.year == semester.year, code


def test_every_semester_has_two_examination_periods_after_its_lectures() -> None:
    assert sorted((p["semester"], p["period"]) for p in PERIODS) == sorted(
        (code, period) for code in SEMESTERS for period in (1, 2)
    )
    for period in PERIODS:
        semester = Semester.parse(period["semester"])
        first, last = period["exams"]
        assert SEMESTERS[semester.code]["lectures"][1] < first < last <= semester.last_date
    for code in SEMESTERS:
        one, two = (p["exams"] for p in PERIODS if p["semester"] == code)
        assert one[1] < two[0]


def test_windows_run_from_the_first_lecture_day_to_15_november_or_15_may() -> None:
    for period in PERIODS:
        semester = Semester.parse(period["semester"])
        month = 5 if semester.term is Term.SUMMER else 11
        assert period["registration"] == [
            SEMESTERS[semester.code]["lectures"][0],
            date(semester.year, month, 15),
        ]


def test_undated_sittings_can_be_left_until_a_day_between_window_and_exams() -> None:
    for period in PERIODS:
        last = period["undated_withdrawal_last"]
        assert period["registration"][1] < last < period["exams"][0]


# --- identity ---------------------------------------------------------------------------------


def test_the_directory_of_it_services_has_every_row_of_the_guide() -> None:
    rows = "account-self-service wifi vpn mystudy moodle qis leuphana-card email rocket-chat"
    assert codes(IT_SERVICES) == f"{rows} lux printing data-storage other-services".split()


def test_it_services_name_known_accounts_and_schools() -> None:
    for service in IT_SERVICES:
        assert {service["account"], service.get("planned_account", "none")} <= ACCOUNTS
        assert set(service.get("schools", ())) <= SCHOOLS


def test_mystudy_and_moodle_are_going_to_use_the_university_account() -> None:
    planned = {s["code"] for s in IT_SERVICES if s.get("planned_account") == "university"}
    assert planned == {"mystudy", "moodle"}


def test_the_library_names_the_deposit_that_the_records_charge() -> None:
    fees = {fee["code"]: fee["amount"] for fee in UNIVERSITY["occasional_fees"]}
    library = content("identity/library.yaml")
    assert Decimal(library["deposit_cents"]) / 100 == Decimal(fees["library-card-deposit"])
    assert set(library["tutor_schools"]) <= SCHOOLS


def test_staff_have_known_roles_and_every_role_has_somebody() -> None:
    held = [role for member in STAFF for role in member["roles"]]
    assert set(held) == ROLES


def test_mailboxes_of_staff_follow_from_user_name_and_domain() -> None:
    for member in STAFF:
        assert member["mailbox"] == f"{member['user_name']}@{UNIVERSITY['mailbox_domain']}"


# --- modules and exams ------------------------------------------------------------------------


def test_exam_numbers_are_unique_and_have_seven_digits() -> None:
    assert len(EXAMS) == sum(len(module["exams"]) for _, module in MODULES)
    assert all(isinstance(n, str) and len(n) == 7 and n.isdigit() for n in EXAMS)
    assert 120 <= len(EXAMS) <= 200


def test_the_credits_of_a_catalogue_make_the_degree() -> None:
    for programme in PROGRAMMES:
        for version in programme["regulations_versions"]:
            content = REGULATIONS[version["code"]]
            degree = CREDITS_OF_A_DEGREE[programme["degree"]["code"]]
            assert Decimal(content["rules"]["completion"]["total_credits"]) == degree
            assert sum(Decimal(area["required_credits"]) for area in content["areas"]) == degree
            assert sum(Decimal(module["credits"]) for module in content["modules"]) >= degree


def test_modules_are_recommended_within_the_standard_duration() -> None:
    durations = {p["code"]: p["standard_duration_semesters"] for p in PROGRAMMES}
    for code, module in MODULES:
        longest = durations[REGULATIONS[code]["programme_code"]]
        assert 1 <= module["recommended_semester"] <= longest, module["code"]


def test_every_module_has_one_or_two_exams_of_known_forms() -> None:
    for _, module in MODULES:
        assert 1 <= len(module["exams"]) <= 2
        assert {exam["form"] for exam in module["exams"]} <= FORMS
    assert {exam["form"] for _, _, exam in EXAMS.values()} == FORMS


def test_exam_names_are_unique_within_a_version() -> None:
    for version in REGULATIONS.values():
        for language in ("de", "en"):
            names = [e["name"][language] for m in version["modules"] for e in m["exams"]]
            assert len(set(names)) == len(names), version["code"]


def test_only_papers_and_the_like_are_without_a_duration() -> None:
    undated = {"paper", "combined_academic_work", "practical", "thesis"}
    for number, (_, _, exam) in EXAMS.items():
        assert exam["duration_minutes"] > 0 or exam["form"] in undated, number


# --- offers -----------------------------------------------------------------------------------


def test_an_exam_is_offered_at_most_once_in_a_period() -> None:
    assert len({(o["exam"], o["period"]) for o in OFFERS}) == len(OFFERS)


def test_offers_name_known_exams_and_examiners() -> None:
    examiners = {s["user_name"] for s in STAFF if "examiner" in s["roles"]}
    assert {offer["exam"] for offer in OFFERS} <= set(EXAMS)
    assert {offer["examiner"] for offer in OFFERS} == examiners


def test_most_exams_are_offered_and_many_again_in_the_second_period() -> None:
    first = {offer["exam"] for offer in OFFERS if offer["period"] == 1}
    second = {offer["exam"] for offer in OFFERS if offer["period"] == 2}
    assert len(first) > 0.8 * len(EXAMS)
    assert len(second) > 0.5 * len(EXAMS)
    assert second <= first


def test_dated_offers_have_day_start_and_room_and_undated_ones_none() -> None:
    for offer in OFFERS:
        by_office = offer.get("seating") == "admission"
        dated = EXAMS[offer["exam"]][2]["duration_minutes"] > 0 and not by_office
        assert ("day" in offer) == ("start" in offer) == bool(offer["room"]) == dated, offer


def test_theses_are_registered_by_the_office_and_everything_else_by_students() -> None:
    """Their defences too: both begin with an application."""
    by_office = {o["exam"] for o in OFFERS if o.get("seating") == "admission"}
    assert by_office == {
        exam["number"]
        for _, module in MODULES
        if any(one["form"] == "thesis" for one in module["exams"])
        for exam in module["exams"]
    }


def test_scarce_seats_have_a_waiting_list() -> None:
    waiting = {offer["capacity"] for offer in OFFERS if offer.get("waiting_list")}
    assert waiting == {30, 60}


def test_the_usual_rules_hold_in_every_version() -> None:
    """Attempts three, the thesis two; 15 CP of examinations per semester for part-time students;
    averages cut after the first decimal."""
    for code, version in REGULATIONS.items():
        rules = version["rules"]
        assert rules["attempts"] == 3
        assert (rules["grades"]["decimals"], rules["grades"]["cutting"]) == (1, "cut"), code
        if "thesis" in rules:
            assert rules["thesis"]["attempts"] == 2
        if rules["part_time"] is not None:
            assert rules["part_time"] == {"credits": "15", "reading": "maximum"}
    for rule in ("free_attempt", "grade_improvement", "repeat_registration"):
        assert any(rule in version["rules"] for version in REGULATIONS.values()), rule


def test_every_course_leads_to_an_exam_of_its_module_and_most_exams_have_one() -> None:
    led_to = set()
    for _, module in MODULES:
        numbers = {exam["number"] for exam in module["exams"]}
        for course in module["courses"]:
            assert set(course["exams"]) <= numbers, course["number"]
            led_to |= set(course["exams"])
    assert led_to == set(EXAMS)


def test_dated_offers_fall_on_working_days_of_every_period() -> None:
    for offer in (o for o in OFFERS if "day" in o):
        for period in (p for p in PERIODS if p["period"] == offer["period"]):
            day = period["exams"][0] + timedelta(days=offer["day"])
            assert day <= period["exams"][1], offer
            assert day.weekday() < 5, offer


def test_capacities_are_none_or_one_of_the_usual_ones() -> None:
    capacities = [offer["capacity"] for offer in OFFERS]
    assert set(capacities) == {0, 30, 60, 120}
    assert capacities.count(0) > len(capacities) / 2


@pytest.mark.parametrize("shared", ["room", "examiner", "regulations"])
def test_no_two_exams_at_the_same_time_share(shared: str) -> None:
    taken: dict[tuple[str, int, int], list[tuple[int, int]]] = {}
    for offer in (o for o in OFFERS if "day" in o):
        code, _, exam = EXAMS[offer["exam"]]
        hours, minutes = offer["start"].split(":")
        start = int(hours) * 60 + int(minutes)
        end = start + exam["duration_minutes"]
        of = code if shared == "regulations" else offer[shared]
        times = taken.setdefault((of, offer["period"], offer["day"]), [])
        assert all(end <= other or until <= start for other, until in times), offer
        times.append((start, end))


# --- demo students ----------------------------------------------------------------------------


TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def demo() -> Iterator[Any]:
    sys.path.insert(0, str(LOCAL))
    try:
        yield importlib.import_module("demo_students")
    finally:
        sys.path.remove(str(LOCAL))


@pytest.fixture(scope="module")
def made(demo: Any) -> Any:
    return make(demo, today=TODAY)


def people() -> Any:
    names = yaml.safe_load((LOCAL / "demo_names.yaml").read_text(encoding="utf-8"))
    return importlib.import_module("demo_people").read_people(names)


def make(demo: Any, *, seed: int = 1, count: int = 300, today: date, of: Any = None) -> Any:
    reading = importlib.import_module("demo_people")
    programmes = reading.read_programmes({"programmes": PROGRAMMES})
    return demo.students(seed, count, of or people(), programmes, today)


def test_the_same_seed_makes_the_same_students(demo: Any, made: Any) -> None:
    assert make(demo, today=TODAY) == made
    assert make(demo, seed=2, today=TODAY) != made


def test_fewer_students_are_the_first_of_more(demo: Any, made: Any) -> None:
    assert make(demo, count=40, today=TODAY) == made[:40]


def test_no_two_students_have_the_same_name(made: Any) -> None:
    assert len(made) == 300
    assert len({(s.given_names, s.family_name) for s in made}) == 300


@pytest.mark.parametrize("today", [TODAY, date(2026, 4, 1), date(2027, 9, 30)])
def test_the_first_student_is_anna_schmidt_and_the_second_a_doctoral_student(
    demo: Any, today: date
) -> None:
    anna, zeynep = make(demo, count=2, today=today)
    assert (anna.given_names, anna.family_name, anna.programme_code) == (
        "Anna",
        "Schmidt",
        "KUWI-BA",
    )
    assert (zeynep.given_names, zeynep.programme_code) == ("Zeynep", "PROM-NWI")


@pytest.mark.parametrize("today", [TODAY, date(2025, 5, 2), date(2028, 1, 10)])
def test_students_are_enrolled_in_what_the_profile_has(demo: Any, today: date) -> None:
    programmes = {programme["code"]: programme for programme in PROGRAMMES}
    for student in make(demo, today=today):
        for enrolment in (student, *student.further_enrolments):
            programme = programmes[enrolment.programme_code]
            assert enrolment.regulations_version_code in codes(programme["regulations_versions"])
            assert enrolment.major in ([each["de"] for each in programme["majors"]] or [""])
            assert enrolment.minor in ([each["de"] for each in programme["minors"]] or [""])
            semester = Semester.parse(enrolment.first_semester)
            assert semester <= Semester.of(today)


def test_students_of_today_start_in_semesters_of_the_calendar(made: Any) -> None:
    assert {student.first_semester for student in made} <= set(SEMESTERS)


def test_every_programme_and_version_has_students(made: Any) -> None:
    assert {s.programme_code for s in made} == set(codes(PROGRAMMES))
    assert {s.regulations_version_code for s in made} == set(REGULATIONS)


def test_a_few_students_are_in_two_programmes(made: Any) -> None:
    double = [s for s in made if s.further_enrolments]
    assert 3 <= len(double) <= 30
    for student in double:
        for further in student.further_enrolments:
            assert further.programme_code != student.programme_code
            assert Semester.parse(student.first_semester) < Semester.parse(further.first_semester)


def test_students_are_of_an_age_to_study(made: Any) -> None:
    for student in made:
        days = Semester.parse(student.first_semester).first_date - student.birth_date
        assert 17 * 365 <= days.days <= 47 * 366


def test_citizenships_are_two_letters(made: Any) -> None:
    assert all(len(s.citizenship) == 2 and s.citizenship.isupper() for s in made)
    assert len({s.citizenship for s in made}) >= 8


def test_names_are_written_in_the_letters_of_din_91379(made: Any) -> None:
    for student in made:
        for name in (student.given_names, student.family_name, student.birth_name):
            assert name == unicodedata.normalize("NFC", name)
            for character in name:
                latin = unicodedata.name(character).startswith("LATIN")
                assert latin or character in COMBINING_MARKS | NAME_SIGNS, (name, character)


def test_some_names_have_letters_that_exist_only_with_combining_marks(made: Any) -> None:
    marked = [s for s in made if any(map(unicodedata.combining, s.given_names + s.family_name))]
    assert len(marked) >= 3


def test_more_students_than_names_are_refused(demo: Any) -> None:
    abkhaz = tuple(origin for origin in people().origins if origin.code == "abkhaz")
    with pytest.raises(ValueError, match="names do not suffice"):
        make(demo, count=100, today=TODAY, of=replace(people(), origins=abkhaz))
