"""A library system checks card number and secret, as loans, printing and the catalogue do."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from services.identity.tests.oidc_factories import TestClient
from services.identity.tests.services_factories import SECRET, card_number
from tests.integration.recipes.debian import RECIPES, fill_in
from tests.integration.recipes.university import RecipeUniversity

pytestmark = pytest.mark.asyncio(loop_scope="session")

CARD = 1


@dataclass(frozen=True)
class LibrarySystem:
    """The client of the recipe, run as its README says."""

    settings: Path

    async def check(self, number: str, secret: str) -> tuple[int, str]:
        """How the client ends, and what it prints."""
        command = [sys.executable, str(RECIPES / "library/check_card.py")]
        done = await asyncio.to_thread(
            subprocess.run,
            [*command, str(self.settings), number, "192.0.2.30"],
            input=f"{secret}\n",
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest_asyncio.fixture(loop_scope="session", scope="module")
async def client(university: RecipeUniversity) -> TestClient:
    """The registered library system; a student has the first card and a secret."""
    await university.campus.with_secret(CARD)
    return university.register(scopes=frozenset({"library"}), audiences=("gateway", "identity"))


@pytest_asyncio.fixture(loop_scope="session")
async def library_system(
    university: RecipeUniversity, client: TestClient, tmp_path: Path
) -> LibrarySystem:
    """The library system with the recipe's settings, changed as a university would do it."""
    settings = tmp_path / "library.ini"
    fill_in(
        RECIPES / "library/library.ini",
        settings,
        {
            "https://matrikel.example": university.url,
            "00000000-0000-4000-8000-000000000000": client.client_id,
            "the secret that was shown once": client.secret,
            "identity.matrikel.example:50051": university.grpc_target,
            "ca_file =": f"ca_file = {university.ca_file}",
        },
    )
    return LibrarySystem(settings)


async def test_the_right_secret_tells_whose_card_it_is(library_system: LibrarySystem) -> None:
    code, said = await library_system.check(card_number(CARD), SECRET)
    assert code == 0, said
    card = json.loads(said)
    assert (card["cardNumber"], card["valid"]) == (card_number(CARD), True)
    assert card["name"] == {"givenNames": "Ayşe", "familyName": "Öztürk"}


async def test_a_wrong_secret_and_an_unknown_card_are_answered_alike(
    library_system: LibrarySystem,
) -> None:
    wrong = await library_system.check(card_number(CARD), "Vier Laternen im Watt")
    unknown = await library_system.check(card_number(99), SECRET)
    assert wrong == unknown
    assert wrong[0] == 1
    assert wrong[1].startswith("LIBRARY_CHECK_REFUSED")


async def test_a_system_that_nobody_registered_learns_nothing(
    library_system: LibrarySystem, client: TestClient
) -> None:
    settings = library_system.settings
    settings.write_text(settings.read_text().replace(client.secret, "another secret"))
    code, said = await library_system.check(card_number(CARD), SECRET)
    assert (code, "401" in said) == (2, True)


async def test_the_commands_of_the_readme_answer_the_same(
    university: RecipeUniversity, client: TestClient, tmp_path: Path
) -> None:
    await asyncio.to_thread(run_readme, university, client, tmp_path)


def run_readme(university: RecipeUniversity, client: TestClient, folder: Path) -> None:
    """Runs the block of the README that shows the two calls with curl."""
    readme = (RECIPES / "library/README.md").read_text(encoding="utf-8")
    commands = readme.partition("<!-- curl -->\n```sh\n")[2].partition("```")[0]
    assert "servicePasswords" not in commands
    assert "libraryCards:check" in commands
    script = folder / "commands.sh"
    for example, chosen in {
        "https://matrikel.example": university.url,
        "CLIENT_ID": client.client_id,
        "CLIENT_SECRET": client.secret,
        "31100000012": card_number(CARD),
        "the card's secret": SECRET,
    }.items():
        assert example in commands, example
        commands = commands.replace(example, chosen)
    script.write_text(f"set -eu\n{commands}", encoding="utf-8")
    curl = shutil.which("curl")
    if curl is None:
        pytest.skip("curl is not installed")
    done = subprocess.run(
        ["bash", str(script)],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "CURL_CA_BUNDLE": str(university.ca_file)},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["card"]["valid"] is True
