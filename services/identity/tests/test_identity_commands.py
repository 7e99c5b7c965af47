"""The commands of identity, run as an operator runs them."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from chassis.database import Database
from identity.__main__ import app
from identity.main import service
from matrikel.access.v1 import access_pb2
from matrikel.identity.v1 import directory_pb2, events_pb2
from typer.testing import CliRunner

IT_SERVICES = """
it_services:
  - code: wifi
    name: {de: WLAN, en: Wi-Fi}
    purpose: {de: Drahtloses Netz in den Gebäuden, en: Wireless network in the buildings}
    account: university
    instructions_on_intranet_only: true
  - code: mystudy
    name: {de: myStudy, en: myStudy}
    purpose: {de: Portal für Studium und Lehre, en: Portal for studying and teaching}
    account: of_service
    planned_account: university
    url: https://mystudy.leuphana.example
    schools: [college, graduate-school]
    affiliations: [student, doctoral_student]
"""
DEMO_STAFF = """
staff:
  - user_name: ameier
    given_names: Anna
    family_name: Meier
    title: Prof. Dr.
    roles: [examiner]
  - user_name: pamt
    given_names: Petra
    family_name: Amt
    roles: [examinations_office]
    mailbox: pruefungsamt@leuphana.example
"""
PASSWORD = "Vier Laternen am Deich"


class Operator:
    """Runs commands and keeps what they printed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, name: str, text: str) -> str:
        """Puts a file into the operator's folder."""
        (self.folder / name).write_text(text, encoding="utf-8")
        return str(self.folder / name)

    def runs(self, *command: str, status: int = 0) -> str:
        """What the command prints."""
        result = CliRunner().invoke(app, command)
        assert result.exit_code == status, result.output
        return result.output


@pytest.fixture
def operator(tmp_path: Path, database: Database, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setenv("MATRIKEL_IDENTITY_DATABASE_URL", database.url)
    monkeypatch.setenv("MATRIKEL_IDENTITY_ARGON2_PASSES", "1")
    monkeypatch.setenv("MATRIKEL_IDENTITY_ARGON2_MEMORY_KIB", "8")
    monkeypatch.delenv("MATRIKEL_DEMO", raising=False)
    return Operator(tmp_path)


@pytest.mark.asyncio
async def test_the_directory_is_what_the_file_says_in_its_order(
    operator: Operator, identity: Any
) -> None:
    operator.write("it_services.yaml", IT_SERVICES)
    operator.runs("profile", "load", str(operator.folder))
    response = await identity.directory.ListItServices(directory_pb2.ListItServicesRequest())
    wifi, mystudy = response.it_services
    assert (wifi.it_service_code, wifi.name.de, wifi.name.en) == ("wifi", "WLAN", "Wi-Fi")
    assert wifi.account_kind == directory_pb2.ACCOUNT_KIND_UNIVERSITY
    assert wifi.planned_account_kind == directory_pb2.ACCOUNT_KIND_UNSPECIFIED
    assert wifi.instructions_on_intranet_only
    assert mystudy.account_kind == directory_pb2.ACCOUNT_KIND_OF_SERVICE
    assert mystudy.planned_account_kind == directory_pb2.ACCOUNT_KIND_UNIVERSITY
    assert list(mystudy.school_codes) == ["college", "graduate-school"]


def test_loading_the_directory_again_changes_nothing_and_says_so(operator: Operator) -> None:
    operator.write("it_services.yaml", IT_SERVICES)
    assert "created: 2 (wifi, mystudy)" in operator.runs("profile", "load", str(operator.folder))
    again = operator.runs("profile", "load", str(operator.folder))
    assert "created: 0" in again
    assert "left: 2 (wifi, mystudy)" in again


def test_a_changed_and_a_missing_row_are_changed_and_removed(operator: Operator) -> None:
    operator.write("it_services.yaml", IT_SERVICES)
    operator.runs("profile", "load", str(operator.folder))
    only_wifi = IT_SERVICES.split("  - code: mystudy")[0].replace("Wi-Fi", "eduroam")
    operator.write("it_services.yaml", only_wifi)
    output = operator.runs("profile", "load", str(operator.folder))
    assert "changed: 1 (wifi)" in output
    assert "removed: 1 (mystudy)" in output


@pytest.mark.parametrize(
    ("mistake", "named"),
    [
        (IT_SERVICES.replace("account: university\n", "account: unversity\n"), "account"),
        (IT_SERVICES.replace("    url:", "    link:"), "link"),
        (IT_SERVICES.replace("code: mystudy", "code: wifi"), "wifi"),
        ("it_services: [", "it_services.yaml"),
    ],
)
def test_a_mistake_in_the_directory_is_named_and_nothing_is_loaded(
    operator: Operator, mistake: str, named: str
) -> None:
    operator.write("it_services.yaml", mistake)
    output = operator.runs("profile", "load", str(operator.folder), status=1)
    assert named in output


@pytest.mark.asyncio
async def test_the_first_administrator_activates_with_the_code_that_is_shown_once(
    operator: Operator, identity: Any
) -> None:
    names = ["--user-name", "ksommer", "--given-names", "Kim", "--family-name", "Sommer"]
    output = operator.runs("bootstrap-admin", *names)
    code = output.split("initial code: ")[1].split()[0]
    account = await identity.activate("ksommer", code)
    assert list(account.roles) == [access_pb2.ROLE_SYSTEM_ADMINISTRATOR]
    assert account.mailbox == "ksommer@leuphana.example"
    assert "exists already" in operator.runs("bootstrap-admin", *names, status=1)


@pytest.mark.asyncio
async def test_an_administrator_who_lost_the_code_gets_a_new_one(
    operator: Operator, identity: Any
) -> None:
    names = ["--user-name", "ksommer", "--given-names", "Kim", "--family-name", "Sommer"]
    lost = operator.runs("bootstrap-admin", *names).split("initial code: ")[1].split()[0]
    code = operator.runs("bootstrap-admin", *names).split("initial code: ")[1].split()[0]
    refusal = await identity.refusal(identity.activate("ksommer", lost))
    assert refusal.reason == "INITIAL_CODE_REFUSED"
    await identity.activate("ksommer", code)


def test_an_administrator_cannot_take_a_students_kind_of_user_name(operator: Operator) -> None:
    names = ["--user-name", "lg100001", "--given-names", "Kim", "--family-name", "Sommer"]
    assert "no user name for staff" in operator.runs("bootstrap-admin", *names, status=1)


@pytest.mark.asyncio
async def test_demo_staff_sign_in_with_the_given_password_and_are_made_once(
    operator: Operator, identity: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_DEMO", "1")
    command = (
        "demo-staff",
        operator.write("demo_staff.yaml", DEMO_STAFF),
        "--password-file",
        operator.write("password", f"{PASSWORD}\n"),
    )
    assert "created: 2 (ameier, pamt)" in operator.runs(*command)
    assert "left: 2 (ameier, pamt)" in operator.runs(*command)
    told = identity.told(events_pb2.AccountCreated)
    assert [one.account.user_name for one in told] == ["ameier", "pamt"]
    person = type("Person", (), {"person_id": UUID(int=0), "user_name": "pamt"})()
    account = (await identity.sign_in(person, PASSWORD)).account
    assert account.mailbox == "pruefungsamt@leuphana.example"
    assert list(account.roles) == [access_pb2.ROLE_EXAMINATIONS_OFFICE]

    operator.write("password", "Fünf Möwen über der Förde")
    assert "changed: 2 (ameier, pamt)" in operator.runs(*command)
    await identity.sign_in(person, "Fünf Möwen über der Förde")


@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_demo_staff_are_refused_outside_a_demonstration_on_this_machine(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, host: str
) -> None:
    monkeypatch.setenv("MATRIKEL_IDENTITY_HOST", host)
    monkeypatch.setenv("MATRIKEL_DEMO", "0" if host == "127.0.0.1" else "1")
    staff = operator.write("demo_staff.yaml", DEMO_STAFF)
    password = operator.write("password", PASSWORD)
    output = operator.runs("demo-staff", staff, "--password-file", password, status=1)
    assert "MATRIKEL_DEMO=1" in output


def test_demo_staff_get_no_weak_password(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_DEMO", "1")
    staff = operator.write("demo_staff.yaml", DEMO_STAFF)
    password = operator.write("password", "demo")
    output = operator.runs("demo-staff", staff, "--password-file", password, status=1)
    assert "at least 15 characters" in output


def test_a_fresh_installation_migrates_and_checks_clean_and_goes_back(
    operator: Operator, monkeypatch: pytest.MonkeyPatch, database: Database
) -> None:
    if database.dialect == "sqlite":
        monkeypatch.setenv(
            "MATRIKEL_IDENTITY_DATABASE_URL", f"sqlite:///{operator.folder}/fresh.db"
        )
        assert "identity_0001" in operator.runs("migrate")
    assert "in order" in operator.runs("check")
    history = service.history(service.settings())
    assert history.differences() == []
    history.downgrade("identity@base")
    assert history.missing() == ["identity_0001"]
    history.upgrade()
    assert history.differences() == []
