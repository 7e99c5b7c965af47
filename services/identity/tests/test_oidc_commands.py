"""The registry of clients from the command line."""

import re

import pytest
from chassis.database import Database
from identity.__main__ import app
from typer.testing import CliRunner


def run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["clients", *words])
    return result.exit_code, result.output


def test_clients_are_kept_from_the_command_line(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_IDENTITY_DATABASE_URL", database.url)
    added = ["add", "--name", "Bibliothek", "--contact", "lib@leuphana.example"]
    code, said = run(*added, "--grant", "client_credentials", "--scope", "library")
    assert code == 0, said
    found = re.fullmatch(r"client id: (?P<id>[0-9a-f-]{36})\nsecret:    (?P<secret>\S{43})\n", said)
    assert found
    code, said = run("rotate", found["id"])
    assert code == 0
    assert found["secret"] not in said
    assert "the former one holds until" in said
    assert run("disable", found["id"])[0] == 0
    assert run("list") == (0, f"{found['id']}  disabled  Bibliothek\n")
    code, said = run(*added, "--grant", "authorization_code", "--redirect-uri", "http://a.example/")
    assert code == 1
    assert "redirect_uris[0]: The address has to start with https://" in said
    assert run(*added, "--grant", "magic")[0] == 1
