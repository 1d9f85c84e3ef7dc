"""What all tests share: the folder of strategies on the path, patience on a busy machine, pages."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from hypothesis import settings

sys.path.insert(0, str(Path(__file__).parent))
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture(scope="module")
def browser():
    from pages import launched

    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def pool(browser):
    from pages import Pool

    return Pool(browser)


@pytest.fixture
def look(pool, tmp_path):
    """Open pages for one test."""
    from pages import Opener

    opener = Opener(pool, tmp_path)
    yield opener
    opener.close()


@pytest.fixture(scope="module")
def look_once(pool, tmp_path_factory):
    """Open pages that the tests of a module only read, or leave as they were."""
    from pages import Opener

    opener = Opener(pool, tmp_path_factory.mktemp("pages"))
    yield opener
    opener.close()


@pytest.fixture(scope="session")
def atlas():
    import balkanroute as br
    from balkanroute.readers import shipped

    return br.read(shipped())


@pytest.fixture(scope="session")
def dossier(atlas):
    import balkanroute as br

    return br.to_html(atlas)
