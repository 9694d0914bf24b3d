"""Cases to make rows of: one examination three times, of which one is held out."""

import pytest
from telltale.finetune.rows.examinations import Case


@pytest.fixture(scope="module")
def cases(record):
    return [Case(name=f"{n}", truth="real", held_out=n == 2, examination=record) for n in range(3)]
