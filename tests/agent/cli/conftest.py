import pytest

from tests.conftest import encode


@pytest.fixture
def picture(tmp_path, astronaut):
    file = tmp_path / "astronaut.jpg"
    file.write_bytes(encode(astronaut, "JPEG", quality=90))
    return str(file)
