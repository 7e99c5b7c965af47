"""Settings come from the environment; a service's own win over those for all."""

from pathlib import Path

import pytest
from pydantic import ValidationError
from seat_service import SeatSettings, definition


def test_what_is_given_wins_over_the_service_which_wins_over_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert SeatSettings().log_level == "info"
    monkeypatch.setenv("MATRIKEL_LOG_LEVEL", "error")
    assert SeatSettings().log_level == "error"
    monkeypatch.setenv("MATRIKEL_RECORDS_LOG_LEVEL", "debug")
    assert SeatSettings().log_level == "error"
    monkeypatch.setenv("MATRIKEL_EXAMS_LOG_LEVEL", "warning")
    assert SeatSettings().log_level == "warning"
    assert SeatSettings(log_level="debug").log_level == "debug"


def test_the_database_lies_below_var_where_none_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    assert definition.database_url(SeatSettings()) == "sqlite:///var/exams/exams.db"
    monkeypatch.setenv("MATRIKEL_EXAMS_DATABASE_URL", "postgresql://u@h/d")
    assert definition.database_url(SeatSettings()) == "postgresql://u@h/d"


def test_no_file_of_settings_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("MATRIKEL_EXAMS_LOG_LEVEL=debug\n")
    monkeypatch.chdir(tmp_path)
    assert SeatSettings().log_level == "info"


@pytest.mark.parametrize(
    ("host", "is_private"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("192.0.2.1", False),
        ("records", False),
        ("", False),
    ],
)
def test_loopback_addresses_are_known(host: str, is_private: bool) -> None:
    assert SeatSettings(host=host).listens_on_loopback_only is is_private


def test_settings_do_not_change_while_a_service_runs() -> None:
    with pytest.raises(ValidationError):
        SeatSettings().port = 7
