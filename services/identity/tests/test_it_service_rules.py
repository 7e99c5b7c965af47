"""Who may use which IT service, and until when."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from identity.domain.affiliation_names import Affiliation
from identity.domain.it_services import (
    AccountKind,
    Belonging,
    ItServiceState,
    ServicePasswordUse,
    WhyNot,
    entitlement,
    state_of,
)
from identity.profile.files import ProfileError
from identity.profile.it_services import read_it_services

from services.identity.tests.services_factories import MEMBERS, PROFILE, WIFI, an_it_service

TODAY = date(2026, 11, 2)
STUDENT = Belonging(Affiliation.STUDENT, "college")
DIRECTORY = {each.code: each for each in read_it_services(PROFILE)}


def ended(days_ago: int, affiliation: Affiliation = Affiliation.STUDENT) -> Belonging:
    return Belonging(affiliation, "college", TODAY - timedelta(days=days_ago))


def test_a_service_without_affiliations_is_open_to_everybody() -> None:
    assert entitlement(an_it_service(), [], TODAY).holds


def test_a_service_is_open_to_its_affiliations_only() -> None:
    assert entitlement(WIFI, [STUDENT], TODAY).holds
    alum = entitlement(WIFI, [Belonging(Affiliation.ALUM)], TODAY)
    assert alum.why_not is WhyNot.AFFILIATION
    assert entitlement(WIFI, [], TODAY).why_not is WhyNot.AFFILIATION


@pytest.mark.parametrize(
    ("school", "holds"),
    [("college", True), ("graduate-school", True), ("professional-school", False)],
)
@pytest.mark.parametrize("code", ["mystudy", "moodle"])
def test_mystudy_and_moodle_are_for_college_and_graduate_school(
    code: str, school: str, holds: bool
) -> None:
    """Guide 001, "Systems, tools and infrastructure": "College and Graduate School only"."""
    entitled = entitlement(DIRECTORY[code], [Belonging(Affiliation.STUDENT, school)], TODAY)
    assert entitled.holds is holds
    assert holds or entitled.why_not is WhyNot.SCHOOL


def test_teachers_are_not_shut_out_by_the_schools_of_students() -> None:
    """Guide 001, "myStudy account": "communicate with your teachers"."""
    assert entitlement(DIRECTORY["mystudy"], [Belonging(Affiliation.EMPLOYEE)], TODAY).holds


@pytest.mark.parametrize(
    ("days_ago", "holds", "in_grace"), [(0, True, False), (1, True, True), (14, True, True)]
)
def test_a_service_stays_open_for_its_days_of_grace(
    days_ago: int, holds: bool, in_grace: bool
) -> None:
    entitled = entitlement(WIFI, [ended(days_ago)], TODAY)
    assert (entitled.holds, entitled.in_grace) == (holds, in_grace)
    assert entitled.last_day == TODAY + timedelta(days=14 - days_ago)


def test_a_service_ends_on_the_day_after_its_last_one() -> None:
    entitled = entitlement(WIFI, [ended(15)], TODAY)
    assert entitled.why_not is WhyNot.ENDED
    assert entitled.last_day == TODAY - timedelta(days=1)


def test_the_belonging_that_lasts_longest_counts() -> None:
    forever = Belonging(Affiliation.EMPLOYEE)
    assert entitlement(WIFI, [ended(99), forever], TODAY).last_day is None
    later = ended(2, Affiliation.DOCTORAL_STUDENT)
    assert entitlement(WIFI, [ended(99), later], TODAY).last_day == TODAY + timedelta(days=12)


@pytest.mark.parametrize(
    ("days_ago", "announced"), [(6, False), (7, True), (14, True), (15, False)]
)
def test_an_end_is_announced_within_the_days_of_notice(days_ago: int, announced: bool) -> None:
    entitled = entitlement(WIFI, [ended(days_ago)], TODAY)
    assert entitled.is_to_be_announced(WIFI, TODAY) is announced


def test_a_service_is_available_to_be_activated_active_or_closed() -> None:
    open_to_all = entitlement(WIFI, [STUDENT], TODAY)
    closed = entitlement(WIFI, [], TODAY)
    without = an_it_service(affiliations=MEMBERS)
    assert state_of(without, open_to_all, is_active=False) is ItServiceState.AVAILABLE
    assert state_of(WIFI, open_to_all, is_active=False) is ItServiceState.TO_BE_ACTIVATED
    assert state_of(WIFI, open_to_all, is_active=True) is ItServiceState.ACTIVE
    assert state_of(WIFI, closed, is_active=True) is ItServiceState.NOT_ENTITLED


# --- the rows of the guide ---------------------------------------------------------------------


ROWS = [
    ("account-self-service", "Account Self-service", AccountKind.UNIVERSITY),
    ("wifi", "Wireless internet access in the buildings", AccountKind.UNIVERSITY),
    ("vpn", "Access to the protected university network from the internet", AccountKind.UNIVERSITY),
    (
        "mystudy",
        "Portal for studying and teaching, timetable, teaching materials, etc.",
        AccountKind.OF_SERVICE,
    ),
    (
        "moodle",
        "E-learning platform for the College and Graduate School",
        AccountKind.OF_SERVICE,
    ),
    ("qis", "Registration for assessments, assessment results", AccountKind.UNIVERSITY),
    (
        "leuphana-card",
        "Payment (cafeteria, library, equipment lending, printing), library card",
        AccountKind.NONE,
    ),
    (
        "email",
        "E-mail address for all matters related to your studies",
        AccountKind.UNIVERSITY_OWN_PASSWORD,
    ),
    ("rocket-chat", "Instant messaging for desktop and mobile devices", AccountKind.UNIVERSITY),
    (
        "lux",
        "Search for academic literature, manage your library account, your loans, interlibrary"
        " loans and much more",
        AccountKind.LIBRARY,
    ),
    ("printing", "Printing with the Leuphana Card", AccountKind.UNIVERSITY),
    ("data-storage", "Storage and sharing of files", AccountKind.UNIVERSITY),
    ("other-services", "other", AccountKind.NONE),
]


@pytest.mark.parametrize(("code", "purpose", "account"), ROWS)
def test_each_row_says_what_for_and_with_which_account(
    code: str, purpose: str, account: AccountKind
) -> None:
    """Guide 001, "Systems, tools and infrastructure": "Why do I need it? AccountLinksSupport"."""
    row = DIRECTORY[code]
    assert row.account is account
    if code not in ("account-self-service", "other-services"):
        assert row.purpose.en.partition(";")[0] == purpose
    assert row.url or row.support or row.instructions_url


def test_the_directory_has_the_rows_of_the_guide_in_its_order() -> None:
    """Guide 001, "Systems, tools and infrastructure": "Other services Without an account"."""
    assert list(DIRECTORY) == [code for code, _, _ in ROWS]


def test_mystudy_and_moodle_change_over_to_the_university_account() -> None:
    """Guide 001, "myStudy account": "In the near future, you will be able to use your Leuphana
    account (see above) for myStudy." and "You also log into the Moodle learning platform".

    Guide 001, "Systems, tools and infrastructure": "myStudy account (in the near future Leuphana
    account)".
    """
    planned = {code: row.planned_account for code, row in DIRECTORY.items() if row.planned_account}
    assert planned == {"mystudy": AccountKind.UNIVERSITY, "moodle": AccountKind.UNIVERSITY}


def test_until_the_changeover_mystudy_has_an_account_of_its_own() -> None:
    """Guide 001, "myStudy account": "Until the changeover, you use a myStudy-specific account which
    you can set up directly on the website" and "You need access to your Leuphana email address to
    verify the account".
    """
    mystudy = DIRECTORY["mystudy"]
    assert mystudy.account is AccountKind.OF_SERVICE
    assert mystudy.url
    assert "verify it with your university e-mail address" in mystudy.purpose.en
    assert DIRECTORY["moodle"].account is AccountKind.OF_SERVICE


def test_instructions_that_open_on_the_intranet_only_say_so() -> None:
    """Guide 001, "Systems, tools and infrastructure": "The marked websites are only accessible via
    the Leuphana intranet. You can reach the intranet from the university network or via VPN."
    """
    marked = {code for code, row in DIRECTORY.items() if row.instructions_on_intranet_only}
    rows = "account-self-service wifi vpn email rocket-chat printing data-storage other-services"
    assert marked == set(rows.split())
    assert all(DIRECTORY[code].instructions_url for code in marked)


def test_e_mail_may_have_a_password_of_its_own_and_devices_must() -> None:
    """Guide 001, "Systems, tools and infrastructure": "Leuphana account (if necessary with own
    password)".
    """
    uses = {code: row.service_passwords for code, row in DIRECTORY.items()}
    assert uses["email"] is ServicePasswordUse.ALLOWED
    required = {code for code, use in uses.items() if use is ServicePasswordUse.REQUIRED}
    assert required == {"wifi", "vpn"}


@pytest.mark.parametrize(
    "row",
    [
        "service_passwords: allowed",
        "most_service_passwords: 3",
        "service_passwords: allowed\n  most_service_passwords: 3",
        "schools: [college]",
        "affiliations: [pupil]",
        "colour: red",
    ],
)
def test_a_row_that_does_not_fit_together_is_named(row: str, tmp_path: Path) -> None:
    text = (
        "it_services:\n- code: chat\n  name: {de: Chat, en: Chat}\n"
        f"  purpose: {{de: Reden, en: Talk}}\n  account: university\n  {row}\n"
    )
    (tmp_path / "it_services.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ProfileError, match=r"it_services\.yaml"):
        read_it_services(tmp_path)
