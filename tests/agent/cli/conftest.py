import pytest

from tests.conftest import encode


@pytest.fixture
def picture(tmp_path, astronaut):
    file = tmp_path / "astronaut.jpg"
    file.write_bytes(encode(astronaut.crop((100, 0, 372, 272)), "JPEG", quality=90))  # one view, so that it is quick
    return str(file)
