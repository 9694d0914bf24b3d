import pytest
from telltale.agent.investigator import Investigator

from tests.conftest import encode


@pytest.fixture(scope="session")
def examination(astronaut):
    """A record of all detectors, of a file whose name looks like markup."""
    return (
        Investigator(perceive=False, explain=False)
        .examine(encode(astronaut, "JPEG", quality=90), "a [b].jpg")
        .examination
    )
