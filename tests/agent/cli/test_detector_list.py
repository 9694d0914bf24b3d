from telltale.agent import cli
from telltale.agent.detectors import registry


def test_every_detector_is_described(capsys):
    assert cli.main(["detectors"]) == 0
    out = capsys.readouterr().out
    for name in ("spectral", "jpeg", "noise", "hf:ID"):
        assert name in out
    assert out.count("holds for") == len(registry.BUILT_IN)
