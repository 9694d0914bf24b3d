import pytest
from telltale.eval.sets.records import Record


@pytest.fixture
def records(tmp_path, photographs):
    made = []
    for number in range(8):
        label, source = ("real", f"camera {number % 2}") if number < 6 else ("generated", "site")
        path = tmp_path / "set" / label / f"{number}.jpg"
        path.parent.mkdir(parents=True, exist_ok=True)
        photographs[number % len(photographs)].resize((288, 256)).save(path, quality=90)
        made.append(
            Record(path=path, label=label, source=source, group=str(number), generator="" if number < 6 else "flux")
        )
    return made
