"""One university for all recipes of this package."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.integration.recipes.university import RecipeUniversity, recipe_university

HERE = Path(__file__).parent


# First, because xdist reads the groups in the same hook.
@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Keeps the tests of this package on one worker, so that the university is started once."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.xdist_group("recipes"))


@pytest_asyncio.fixture(loop_scope="session", scope="session")
async def university(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[RecipeUniversity]:
    """The university, running."""
    async with recipe_university(tmp_path_factory.mktemp("university")) as running:
        yield running
