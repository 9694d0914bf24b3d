import pytest
from telltale.agent.intake import receive
from telltale.eval.studies import cost


@pytest.mark.slow
@pytest.mark.weights
def test_the_detectors_cost_little_beside_the_tower(tmp_path, photographs):
    photographs[0].resize((640, 480)).save(tmp_path / "one.jpg")
    views, plain, detectors = cost.measure(receive(tmp_path / "one.jpg"), rounds=2)
    assert views == 5
    assert min(detectors) < 1.5 * min(plain)
