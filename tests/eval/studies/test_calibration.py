import numpy as np
from PIL import Image

from tests.eval.studies.made import reading


def test_the_tables_print_and_the_diagram_is_drawn(tmp_path, study):
    rng = np.random.default_rng(0)
    rows = []
    for truth, mean in (("real", -1.0), ("synthetic", 1.0), ("tampered", 0.0)):
        for n in range(150):
            noise = float(np.exp(rng.normal(3 + (truth == "tampered"), 1)))
            rows.append(reading(n, truth, clip=rng.normal(mean, 1), jpeg=noise, noise=rng.random()))
    rows += [r.model_copy(update={"place": "other", "name": f"o{r.name}"}) for r in rows]
    file = tmp_path / "readings.jsonl"
    file.write_text("".join(r.model_dump_json() + "\n" for r in rows))
    status, said, _ = study("calibration", "--readings", file, "--fit-on", "set", "--diagram", tmp_path / "d.png")
    assert status == 0
    for title in ("Calibration", "What each source", "Abstention", "Risk", "Slices", "Sources", "Imbalance"):
        assert f"### {title}" in said
    assert "the chosen ones, held to rise" in said
    assert "not fitted on: set other" in said and "temperature (shipped)" in said
    assert Image.open(tmp_path / "d.png").size[0] > 500
