import pytest
from telltale.eval.robustness.conditions import select
from telltale.eval.tasks import get


@pytest.fixture
def items(labelled):
    return select(list(get("csv").read(labelled, split="all")), 4)
