import pytest

from tests.eval.responders.made import ask


@pytest.fixture
def twins(tmp_path, draw):
    """Two phrasings of three pictures, of different length."""
    files = [draw(tmp_path / f"{n}.png") for n in range(3)]
    items = [ask(f"{n}a", file, truth="fake") for n, file in enumerate(files)]
    return items + [
        ask(f"{n}b", file, question="Real? " * (n + 1), asks="real", truth="fake") for n, file in enumerate(files)
    ]
