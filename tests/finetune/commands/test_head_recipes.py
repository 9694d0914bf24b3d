import pytest
from telltale.agent import cli


@pytest.mark.weights
@pytest.mark.slow
def test_a_detector_is_trained_and_measured_from_end_to_end(small_folder, folder, work, tmp_path, capsys):
    sources = tmp_path / "manifest.csv"
    lines = ["path,label,source,generator,group"]
    for index in range(8):
        lines.append(f"set/real/{index}.png,real,camera {index % 4},,r{index}")
        lines.append(f"set/fake/{index}.png,generated,site {index % 2},flux,f{index}")
    sources.write_text("\n".join(lines))
    call = ["finetune", "detector", "clip", "--data", str(sources), "--work", str(work), "--out", str(tmp_path / "out")]
    assert cli.main(call) == 0
    assert "left out site 0: AUROC" in capsys.readouterr().out
    from telltale.agent.detectors import clip_heads

    assert clip_heads.read(tmp_path / "out" / clip_heads.FILE).counts == (8, 8)
