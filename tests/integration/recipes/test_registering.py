"""The commands with which the READMEs of the recipes register each system."""

import shlex
from pathlib import Path

import pytest
from identity.__main__ import app
from typer.testing import CliRunner

from tests.integration.recipes.debian import RECIPES

PROFILE = Path(__file__).parents[3] / "deploy/profiles/leuphana/identity"
READMES = sorted(RECIPES.glob("*/README.md"))


def commands_in(readme: Path) -> list[list[str]]:
    """The words behind `identity` of each command of that name."""
    lines = readme.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith("identity ")]


@pytest.mark.parametrize("readme", READMES, ids=lambda readme: readme.parent.name)
def test_the_readmes_command_registers_the_system(
    readme: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRIKEL_IDENTITY_DATABASE_URL", f"sqlite:///{tmp_path}/identity.db")
    runner = CliRunner()
    for preparing in (["migrate"], ["profile", "load", str(PROFILE)]):
        prepared = runner.invoke(app, preparing)
        assert prepared.exit_code == 0, prepared.output
    [command] = commands_in(readme)
    registered = runner.invoke(app, command)
    assert registered.exit_code == 0, registered.output
    assert "client id: " in registered.output
    assert "secret:    " in registered.output


def test_every_recipe_has_its_readme() -> None:
    folders = {one.name for one in RECIPES.iterdir() if one.is_dir()}
    assert folders == {readme.parent.name for readme in READMES}
    index = (RECIPES / "README.md").read_text(encoding="utf-8")
    assert all(f"[{name}]({name})" in index for name in folders)
