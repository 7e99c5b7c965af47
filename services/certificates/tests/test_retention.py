"""How long data is kept, and what stays when it goes."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from certificates.__main__ import app
from certificates.app.retention import delete_due, due_by_type
from certificates.app.rules import load_rules, take_over_rules
from certificates.app.standing import change_standing
from certificates.app.verifying import verify_certificate
from certificates.domain.certificate import CertificateType, Standing
from certificates.domain.retention import delete_date
from certificates.domain.rules import CertificatesRules, RulesError, rules_from
from certificates.flows.retention import delete_all_due
from certificates.store.certificates import load_certificate, record_of
from certificates.store.status_places import noted_statuses
from chassis.database import Database, Transaction
from chassis.database.tables import documents
from chassis.strict_yaml import read_strict_yaml
from chassis.testing import DrivenClock, within
from chassis.values import local_date
from matrikel_verify.status_list import Status
from sqlalchemy import func, select
from typer.testing import CliRunner

from .lifecycle_factories import HERE, RULES, issued, named, refusal

PROFILE = Path(__file__).parents[3] / "deploy" / "profiles" / "leuphana" / "certificates"
ENROLMENT, TRANSCRIPT = CertificateType.ENROLMENT, CertificateType.TRANSCRIPT


def kept_documents(tx: Transaction) -> int:
    return int(tx.execute(select(func.count()).select_from(documents)).scalar_one())


@pytest.mark.parametrize(
    ("kind", "valid_until", "issued_on", "expected"),
    [
        (ENROLMENT, date(2027, 3, 31), date(2026, 11, 21), date(2028, 3, 31)),
        # Of a past semester: not sooner than others.
        (ENROLMENT, date(2024, 3, 31), date(2026, 11, 21), date(2027, 11, 21)),
        (TRANSCRIPT, None, date(2026, 11, 21), date(2036, 11, 21)),
        (ENROLMENT, None, date(2024, 2, 29), date(2025, 2, 28)),
    ],
)
def test_data_is_kept_for_the_months_of_its_type_after_the_validity(
    kind: CertificateType, valid_until: date | None, issued_on: date, expected: date
) -> None:
    rules = CertificatesRules(retention_months_by_type={TRANSCRIPT: 120})
    assert delete_date(kind, valid_until, issued_on, rules) == expected


def test_when_the_last_day_is_over_everything_but_the_place_in_the_list_goes(
    database: Database, clock: DrivenClock
) -> None:
    today = local_date(clock.now())
    over = issued(database, delete_date=today)
    stays = issued(database, delete_date=today + timedelta(days=1))
    within(database, change_standing, over.certificate_id, Standing.WITHDRAWN)
    assert within(database, delete_due) == 0
    clock.advance(timedelta(days=1))
    assert within(database, due_by_type) == {TRANSCRIPT: 1}
    assert within(database, delete_due) == 1
    assert within(database, record_of, over.certificate_id) is None
    assert within(database, load_certificate, stays.certificate_id) == stays
    assert within(database, kept_documents) == 1
    asked = named(over.number)
    unknown = refusal(lambda: within(database, verify_certificate, over.number, asked, HERE, RULES))
    assert unknown == "CERTIFICATE_UNKNOWN"
    [(_, status)] = within(database, lambda tx: list(noted_statuses(tx)))
    assert status is Status.WITHDRAWN


async def test_the_job_goes_on_until_nothing_is_due(
    database: Database, clock: DrivenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("certificates.app.retention.AT_ONCE", 2)
    for _ in range(5):
        issued(database, delete_date=local_date(clock.now()))
    clock.advance(timedelta(days=1))
    assert await delete_all_due(database) == 5
    assert await delete_all_due(database) == 0


def test_the_rules_of_the_profile_are_taken_over_and_read_back(database: Database) -> None:
    rules = rules_from(read_strict_yaml((PROFILE / "rules.yaml").read_text(encoding="utf-8")))
    assert rules.months_of(ENROLMENT) == 12
    assert rules.months_of(TRANSCRIPT) > rules.months_of(ENROLMENT)
    assert within(database, load_rules) == CertificatesRules()
    assert within(database, take_over_rules, rules)
    assert within(database, load_rules) == rules
    assert not within(database, take_over_rules, rules)


def test_rules_that_cannot_be_used_are_named_all_at_once() -> None:
    with pytest.raises(RulesError) as refused:
        rules_from(
            {
                "retention_months": {"default": 0, "transcripts": 120},
                "status_list": {"fresh_minutes": "soon", "days": 7},
                "colour": "red",
            }
        )
    assert [problem.partition(":")[0] for problem in refused.value.problems] == [
        "colour",
        "retention_months.transcripts",
        "retention_months.default",
        "status_list.fresh_minutes",
    ]
    with pytest.raises(RulesError):
        rules_from(None)


def test_the_command_says_what_is_due_and_deletes_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_CERTIFICATES_DATABASE_URL", database.url)
    issued(database, delete_date=date(2020, 1, 1))
    issued(database, kind=ENROLMENT, delete_date=date(2020, 1, 1))

    def run(*words: str) -> str:
        result = CliRunner().invoke(app, ["retention", "run", *words])
        assert result.exit_code == 0, result.output
        return result.output

    assert run("--dry-run").split("\n") == [
        "enrolment: 1",
        "transcript: 1",
        "2 due, none deleted",
        "",
    ]
    assert run().endswith("2 deleted\n")
    assert run() == "0 deleted\n"
