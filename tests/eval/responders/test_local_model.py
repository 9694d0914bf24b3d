"""A local model: shared prefixes, batches, choices, videos, quantisation."""

import numpy as np
import pytest
from telltale.eval.responders import ResponderOptions
from telltale.eval.responders.local_model import LocalResponder
from telltale.eval.sets import media

from tests.eval.responders.made import ask


def test_a_shared_prefix_changes_nothing(tiny_folder, twins):
    shared, plain = (
        LocalResponder(str(tiny_folder), ResponderOptions()),
        LocalResponder(str(tiny_folder), ResponderOptions(), share=False),
    )
    (batch,) = shared.plan(twins)
    for one, other in zip(shared.answer(batch, 6), plain.answer(batch, 6), strict=True):
        assert one.text == other.text and one.tokens_out == other.tokens_out and one.tokens_in == other.tokens_in
        assert one.options == pytest.approx(other.options, abs=1e-5)


@pytest.mark.slow
@pytest.mark.weights
def test_a_shared_prefix_changes_nothing_for_small(small, tmp_path, photographs, monkeypatch):
    from telltale.eval.responders import local_model

    monkeypatch.setattr(local_model, "load", lambda *args, **options: small)  # in float32, where sums hardly differ
    files = []
    for n, photograph in enumerate(photographs[:1]):
        photograph.resize((300, 260)).save(tmp_path / f"{n}.png")
        files.append(tmp_path / f"{n}.png")
    items = [ask(f"{n}a", file) for n, file in enumerate(files)]
    items += [ask(f"{n}b", file, question="Real photograph? Answer with yes or no.") for n, file in enumerate(files)]
    shared, plain = (
        LocalResponder("small", ResponderOptions()),
        LocalResponder("small", ResponderOptions(), share=False),
    )
    (batch,) = shared.plan(items)
    for one, other in zip(shared.answer(batch, 2), plain.answer(batch, 2), strict=True):
        assert one.text == other.text
        assert one.options == pytest.approx(other.options, abs=1e-4)


def test_batches_hold_whole_groups_of_like_length_and_are_always_the_same(tiny_folder, twins, tmp_path, draw):
    local = LocalResponder(str(tiny_folder), ResponderOptions(batch=4))
    pair = ask("pair", (str(tmp_path / "0.png"), str(tmp_path / "1.png")), kind="choice", options=("a", "b"))
    batches = local.plan([*twins, pair])
    assert [len(batch) for batch in batches] == [4, 2, 1]
    assert all(sum(i.media == item.media for i in batch) == 2 for batch in batches[:2] for item in batch)
    assert local.plan([*twins, pair]) == batches


def test_a_picture_that_can_not_be_read_costs_its_own_items_alone(tiny_folder, twins, tmp_path):
    (tmp_path / "1.png").write_bytes(b"no picture")
    local = LocalResponder(str(tiny_folder), ResponderOptions())
    (batch,) = local.plan(twins)
    replies = {item.id: reply for item, reply in zip(batch, local.answer(batch, 4), strict=True)}
    assert {key for key, reply in replies.items() if reply.error} == {"1a", "1b"}
    assert "1.png: can't be read" in replies["1a"].error


def test_choices_dialogues_and_plain_text(tiny_folder, tmp_path, draw):
    local = LocalResponder(str(tiny_folder), ResponderOptions())
    paths = tuple(str(draw(tmp_path / f"{n}.png")) for n in range(2))
    (choice,) = local.answer([ask("c", paths, kind="choice", options=("One.", "Two."))], 3)
    assert len(choice.options) == 2 and choice.tokens_in > 32
    (steps,) = local.answer([ask("s", paths, kind="verdict", lead=("First of two.",))], 3)
    assert steps.text or steps.tokens_out is not None
    (text,) = local.answer([ask("t", (), modality="text")], 3)
    assert text.error == "" and text.tokens_in < choice.tokens_in - 32


def test_a_video_is_seen_as_frames_spread_evenly(tmp_path, tiny_folder):
    cv2 = pytest.importorskip("cv2")
    file = str(tmp_path / "v.avi")
    writer = cv2.VideoWriter(file, cv2.VideoWriter_fourcc(*"MJPG"), 10, (64, 48))
    for number in range(40):
        writer.write(np.full((48, 64, 3), number * 6, np.uint8))
    writer.release()
    seen = media.frames(file, 4)
    assert [frame.shape for frame in seen] == [(48, 64, 3)] * 4
    assert [round(float(frame.mean()) / 6) for frame in seen] == pytest.approx([5, 15, 25, 35], abs=1)
    assert len(media.frames(file)) == 16
    with pytest.raises(media.MediaError, match="no frame"):
        media.frames(str(tmp_path / "none.avi"))
    (reply,) = LocalResponder(str(tiny_folder), ResponderOptions()).answer([ask("v", file, modality="video")], 2)
    assert reply.error == "" and reply.tokens_in > 16 * 16


def test_a_quantised_model_answers_too(tiny_folder, twins):
    local = LocalResponder(str(tiny_folder), ResponderOptions(load_in="4bit"))
    (batch,) = local.plan(twins)
    replies = local.answer(batch, 3)
    assert all(reply.error == "" and len(reply.options) == 2 for reply in replies)
    assert "4bit" in local.version


def test_what_a_model_is_told_first_reaches_it_and_pictures_have_texts_between(tiny_folder, twins):
    local = LocalResponder(str(tiny_folder), ResponderOptions())
    bare = twins[0]
    brief, long = (bare.model_copy(update={"system": text}) for text in ("Look.", "Look closely at every shadow."))
    steps = bare.model_copy(update={"media": bare.media * 2, "lead": ("The first.",), "one_turn": True})
    replies = [local.answer([item], 4)[0] for item in (bare, brief, long, steps)]
    assert not any(reply.error for reply in replies)
    counts = [reply.tokens_in for reply in replies]
    assert counts[2] - counts[1] >= 10 and counts[3] > counts[0]
