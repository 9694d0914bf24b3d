import numpy as np
import pytest
from telltale.agent import cli
from telltale.agent.detectors import clip_heads, laundering, portrait
from telltale.agent.perception import tower
from telltale.agent.reasoning.weighing import terms
from telltale.finetune.heads import clip_training, tower_features
from telltale.finetune.pseudo_fakes import generators

GENERATIVE = ("autoencoder", "super-resolution", "style")


def embed(views):
    """What a tower could see: how bright parts are, how much they differ, and how fine the detail is."""
    grey = views.astype(np.float32).mean(3)
    parts = grey.reshape(len(views), 4, 56, 4, 56)
    fine = np.abs(np.diff(grey, axis=2)).mean((1, 2)), np.abs(np.diff(grey, axis=1)).mean((1, 2))
    columns = [parts.mean((2, 4)).reshape(len(views), -1), parts.std((2, 4)).reshape(len(views), -1), np.stack(fine, 1)]
    return tower.Features(np.concatenate(columns, 1), None)


@pytest.fixture
def manifest(folder):
    """Each label from three sources; a real face has a generated one of its own source."""
    lines = ["path,label,source,generator,group,content"]
    for index in range(8):
        content = "face" if index % 2 else "scene"
        lines.append(f"set/real/{index}.png,real,camera {index % 3},,r{index},{content}")
        lines.append(f"set/fake/{index}.png,generated,site {index % 3},flux,f{index},{content}")
    place = folder.parent / "manifest.csv"
    place.write_text("\n".join(lines))
    return place


@pytest.fixture
def train(manifest, work, tmp_path, monkeypatch, capsys):
    """Trains a detector by the command line, with features and generators that need no weights."""
    monkeypatch.setattr(tower, "embed", embed)
    monkeypatch.setattr(clip_training, "DIRECTIONS", 6)
    monkeypatch.setattr(generators, "generators_in", lambda work: dict.fromkeys(GENERATIVE, brightened))

    def run(name, *options):
        call = [
            "finetune",
            "detector",
            name,
            "--data",
            str(manifest),
            "--work",
            str(work),
            "--out",
            str(tmp_path / "out"),
        ]
        status = cli.main([*call, *options])
        return status, capsys.readouterr(), tmp_path / "out"

    return run


def brightened(pixels, rng):
    return 128 + pixels // 2, "brightened"


def test_the_main_detector_is_trained_with_its_part_of_the_weighing(train):
    status, _, out = train("clip")
    assert status == 0
    heads = clip_heads.read(out / clip_heads.FILE)
    assert heads.counts == (8, 8) and heads.source_counts == (3, 3)
    fusion, shipped = terms.read(out / terms.FILE), terms.shipped()
    clip = fusion.term("clip")
    assert clip is not None and (clip.low, clip.high) == pytest.approx((-np.log(3), np.log(3)), abs=1e-4)
    assert fusion.references["synthetic"].sources == (3, 3)
    assert fusion.references["tampered"] == shipped.references["tampered"]
    assert [t for t in fusion.terms if t.hypothesis == "tampered"] == [
        t for t in shipped.terms if t.hypothesis == "tampered"
    ]


def test_the_limit_holds_for_each_source_and_generator(train):
    status, _, out = train("clip", "--limit", "1")
    assert status == 0 and clip_heads.read(out / clip_heads.FILE).counts == (3, 3)


def test_sources_with_both_labels_are_told(train, manifest):
    manifest.write_text(manifest.read_text().replace("site 0", "camera 0"))
    _, said, _ = train("clip")
    assert "left out camera 0, which has both labels: AUROC" in said.out


def test_the_head_for_portraits_is_trained(train, monkeypatch):
    from telltale.finetune.heads import portrait_training

    monkeypatch.setattr(portrait_training, "held_out", lambda group, purpose: group[1:] in "34")
    status, said, out = train("portrait")
    assert status == 0 and "portraits kept from training: AUROC" in said.out
    assert portrait.read(out / portrait.FILE).counts == (4, 4)


def test_the_head_for_passed_photographs_is_trained(train, monkeypatch):
    monkeypatch.setattr(tower_features, "GENERATIVE", GENERATIVE)
    status, said, out = train("laundering")
    assert status == 0 and "laundered photographs against generated pictures of left-out sources: AUROC" in said.out
    passed, made = laundering.read(out / laundering.FILE).counts
    assert passed > 0 and made == 8


def test_one_label_alone_is_refused_in_one_line(train, manifest):
    header, *rows = manifest.read_text().splitlines()
    manifest.write_text("\n".join([header, *(row for row in rows if ",real," in row)]))
    status, said, _ = train("clip")
    assert status == 2 and "both labels" in said.err.splitlines()[-1]


@pytest.mark.weights
@pytest.mark.slow
def test_a_detector_is_trained_and_measured_from_end_to_end(small_folder, manifest, work, tmp_path, capsys):
    out = tmp_path / "out"
    manifest.write_text(manifest.read_text().replace("site 0", "camera 0"))
    call = ["finetune", "detector", "clip", "--data", str(manifest), "--work", str(work), "--out", str(out)]
    assert cli.main(call) == 0
    assert "left out camera 0, which has both labels: AUROC" in capsys.readouterr().out
    assert clip_heads.read(out / clip_heads.FILE).counts == (8, 8)
