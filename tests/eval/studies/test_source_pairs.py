"""The study as a command, on made pictures and features that need no weights."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.perception import tower


@pytest.fixture
def picture_set(tmp_path, photographs, monkeypatch):
    """Pictures of two sources of each label and two of both, kept as views; generated ones are dark."""
    rows = ["file,label,generator,source,group,original_width,original_height"]
    for index, (source, label) in enumerate(
        [("a", "real"), ("b", "real"), ("g", "generated"), ("h", "generated")]
        + [(s, label) for s in ("m", "n") for label in ("real", "generated")]
    ):
        for number in range(4):
            name = f"{source}-{label}-{number}"
            pixels = np.asarray(photographs[(index + number) % len(photographs)].resize((224, 224)))
            pixels = pixels // 2 + (110 if label == "real" else 10)
            for place in (f"whole/{label}/{name}.jpg", f"native/{label}/{name}-1.jpg"):
                (tmp_path / "set" / place).parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(pixels.astype(np.uint8)).save(tmp_path / "set" / place, quality=90)
            rows.append(f"{name}.jpg,{label},flux,{source},{name},1600,1200")
    (tmp_path / "set" / "manifest.csv").write_text("\n".join(rows) + "\n")

    def embed(views):
        return tower.Features(views[:, ::32, ::32].mean(3).reshape(len(views), -1).astype(np.float32), None)

    monkeypatch.setattr(tower, "embed", embed)
    return tmp_path / "set" / "manifest.csv"


def test_tables_are_printed_and_features_are_kept(picture_set, tmp_path, study):
    call = "source-pairs", "--data", picture_set, "--work", tmp_path / "work", "--limit", 3, "--error-rate", 0.5
    status, out, error = study(*call)
    assert status == 0, error
    assert "Sources with both labels of like content" in out and "mean over sources" in out
    assert "| m " in out and "3 / 3" in out  # as many as the limit says
    assert "Labels at an error rate of 0.5" in out and "hard" in out
    kept = len(list((tmp_path / "work" / "features").glob("*.npy")))
    assert kept > 0 and study(*call)[1] == out
    assert len(list((tmp_path / "work" / "features").glob("*.npy"))) == kept


def test_a_set_of_one_label_is_refused_in_one_line(picture_set, tmp_path, study):
    header, *rows = picture_set.read_text().splitlines()
    picture_set.write_text("\n".join([header, *(row for row in rows if ",real," in row)]) + "\n")
    status, _, error = study("source-pairs", "--data", picture_set, "--work", tmp_path / "work")
    assert status == 2 and error.splitlines()[-1].count("both labels") == 1
