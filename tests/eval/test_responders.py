"""What answers: shared prefixes, real endpoints on loopback, the agent, detectors, saved replies."""

import json

import numpy as np
import pytest
from PIL import Image
from telltale.agent.perception.models import ModelError
from telltale.eval import parsing
from telltale.eval.items import Item, Reply
from telltale.eval.responders import ResponderOptions, get
from telltale.eval.responders.agent import Agent
from telltale.eval.responders.detector import OneDetector
from telltale.eval.responders.local import Local
from telltale.eval.responders.saved import Saved
from telltale.eval.sets import media


def ask(number, path, kind="judgement", **more):
    question = more.pop("question", f"Question number {number}, is this picture made by AI? Answer yes or no.")
    return Item(
        id=str(number), kind=kind, media=path if isinstance(path, tuple) else (str(path),), question=question, **more
    )


@pytest.fixture
def twins(tmp_path, draw):
    """Two phrasings of three pictures, of different length."""
    files = [draw(tmp_path / f"{n}.png") for n in range(3)]
    items = [ask(f"{n}a", file, truth="fake") for n, file in enumerate(files)]
    return items + [
        ask(f"{n}b", file, question="Real? " * (n + 1), asks="real", truth="fake") for n, file in enumerate(files)
    ]


def test_a_shared_prefix_changes_nothing(tiny_folder, twins):
    shared, plain = (
        Local(str(tiny_folder), ResponderOptions()),
        Local(str(tiny_folder), ResponderOptions(), share=False),
    )
    (batch,) = shared.plan(twins)
    for one, other in zip(shared.answer(batch, 6), plain.answer(batch, 6), strict=True):
        assert one.text == other.text and one.tokens_out == other.tokens_out and one.tokens_in == other.tokens_in
        assert one.options == pytest.approx(other.options, abs=1e-5)


@pytest.mark.weights
def test_a_shared_prefix_changes_nothing_for_small(small, tmp_path, photographs, monkeypatch):
    from telltale.eval.responders import local

    monkeypatch.setattr(local, "load", lambda *args, **options: small)  # in float32, where sums hardly differ
    files = []
    for n, photograph in enumerate(photographs[:2]):
        photograph.resize((300, 260)).save(tmp_path / f"{n}.png")
        files.append(tmp_path / f"{n}.png")
    items = [ask(f"{n}a", file) for n, file in enumerate(files)]
    items += [ask(f"{n}b", file, question="Real photograph? Answer with yes or no.") for n, file in enumerate(files)]
    shared, plain = Local("small", ResponderOptions()), Local("small", ResponderOptions(), share=False)
    (batch,) = shared.plan(items)
    for one, other in zip(shared.answer(batch, 8), plain.answer(batch, 8), strict=True):
        assert one.text == other.text
        assert one.options == pytest.approx(other.options, abs=1e-4)


def test_batches_hold_whole_groups_of_like_length_and_are_always_the_same(tiny_folder, twins, tmp_path, draw):
    local = Local(str(tiny_folder), ResponderOptions(batch=4))
    pair = ask("pair", (str(tmp_path / "0.png"), str(tmp_path / "1.png")), kind="choice", options=("a", "b"))
    batches = local.plan([*twins, pair])
    assert [len(batch) for batch in batches] == [4, 2, 1]
    assert all(sum(i.media == item.media for i in batch) == 2 for batch in batches[:2] for item in batch)
    assert local.plan([*twins, pair]) == batches


def test_a_picture_that_can_not_be_read_costs_its_own_items_alone(tiny_folder, twins, tmp_path):
    (tmp_path / "1.png").write_bytes(b"no picture")
    local = Local(str(tiny_folder), ResponderOptions())
    (batch,) = local.plan(twins)
    replies = {item.id: reply for item, reply in zip(batch, local.answer(batch, 4), strict=True)}
    assert {key for key, reply in replies.items() if reply.error} == {"1a", "1b"}
    assert "1.png: can't be read" in replies["1a"].error


def test_choices_dialogues_and_plain_text(tiny_folder, tmp_path, draw):
    local = Local(str(tiny_folder), ResponderOptions())
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
    (reply,) = Local(str(tiny_folder), ResponderOptions()).answer([ask("v", file, modality="video")], 2)
    assert reply.error == "" and reply.tokens_in > 16 * 16


def test_an_endpoint_is_asked_at_once_but_not_too_much(serve, twins):
    url, requests, busy = serve(lambda asked: ("Yes, it is.", {"Yes": 0.6, " no": 0.3, "Maybe": 0.1}))
    endpoint = get(f"openai:{url}#m", ResponderOptions(concurrency=2))
    replies = [endpoint.answer(batch, 5)[0] for batch in endpoint.plan(twins)]
    assert all(reply.text == "Yes, it is." and reply.options == pytest.approx((0.6, 0.3)) for reply in replies)
    assert (replies[0].tokens_in, replies[0].tokens_out) == (100, 3)
    assert parsing.judge(twins[0], replies[0]).belief == pytest.approx(2 / 3)
    first = requests[0]
    assert first["max_completion_tokens"] == 5 and first["temperature"] == 0
    assert [part["type"] for part in first["messages"][0]["content"]] == ["image_url", "text"]
    assert endpoint.at_once == 2 and busy["most"] == 1


def test_requests_go_to_every_endpoint_in_turn_and_are_tried_again(serve, twins):
    tried = {"n": 0}

    def flaky(asked):
        tried["n"] += 1
        return 503 if tried["n"] == 1 else 200

    one, asked_one, _ = serve(lambda asked: "No.", flaky)
    two, asked_two, _ = serve(lambda asked: "No.")
    endpoint = get(f"openai:{one},{two}#m")
    replies = [endpoint.answer([item], 5)[0] for item in twins]
    assert [reply.text for reply in replies] == ["No."] * 6
    assert (len(asked_one), len(asked_two)) == (4, 3)
    assert endpoint.at_once == 16


def test_an_endpoint_that_refuses_is_an_error_in_one_line(serve, twins):
    url, _, _ = serve(lambda asked: "No.", lambda asked: 401)
    (reply,) = get(f"openai:{url}#m").answer(twins[:1], 5)
    assert reply.text == "" and "401" in reply.error and "\n" not in reply.error


def test_one_without_probabilities_is_asked_without(serve, twins):
    url, requests, _ = serve(lambda asked: "Yes.", lambda asked: 400 if asked.get("logprobs") else 200)
    endpoint = get(f"openai:{url}#m")
    replies = [endpoint.answer([item], 5)[0] for item in twins]
    assert all(reply.text == "Yes." and reply.options == () for reply in replies)
    assert sum(bool(asked.get("logprobs")) for asked in requests) == 1


def test_a_dialogue_of_several_steps_shows_a_picture_a_turn(serve, tmp_path, draw):
    url, requests, _ = serve(lambda asked: '{"is_ai_modified": true, "confidence": 0.7}')
    paths = tuple(str(draw(tmp_path / f"{n}.png")) for n in range(3))
    item = ask("s", paths, kind="verdict", lead=("1 of 3.", "2 of 3."), truth="fake", answer="fake")
    found = parsing.judge(item, get(f"openai:{url}#m").answer([item], 50)[0])
    assert (found.value, found.belief) == ("fake", 0.7)
    roles = [message["role"] for message in requests[0]["messages"]]
    assert roles == ["user", "assistant", "user", "assistant", "user"]


def test_a_detector_calls_by_its_leaning_and_ranks_by_its_score(tmp_path, astronaut):
    astronaut.save(tmp_path / "a.png")
    detector = OneDetector("spectral")
    items = [ask("1", tmp_path / "a.png", truth="real"), ask("2", tmp_path / "a.png", asks="real", truth="real")]
    (batch,) = detector.plan(items)
    replies = detector.answer(batch, 0)
    assert replies[0].called == "real" and replies[0].score is not None and replies[0].p_fake is None
    assert [parsing.judge(i, r).value for i, r in zip(items, replies, strict=True)] == ["no", "yes"]
    Image.new("RGB", (40, 40)).save(tmp_path / "small.png")
    (small,) = detector.answer([ask("3", tmp_path / "small.png")], 0)
    assert "not measured" in small.error


def test_a_detector_chooses_between_two(tmp_path, astronaut):
    grid = np.asarray(astronaut.resize((256, 256))).astype(int)
    grid = np.clip(grid + 30 * ((np.indices((256, 256)).sum(0) % 4 == 0)[..., None]), 0, 255).astype(np.uint8)
    astronaut.save(tmp_path / "a.png")
    Image.fromarray(grid).save(tmp_path / "b.png")
    paths = (str(tmp_path / "a.png"), str(tmp_path / "b.png"))
    fake, real = (ask(asks, paths, kind="choice", options=("1", "2"), asks=asks) for asks in ("fake", "real"))
    replies = OneDetector("spectral").answer([fake, real], 0)
    assert [reply.text for reply in replies] == ["B", "A"]


@pytest.mark.weights
def test_the_agent_answers_by_its_verdict(small_folder, tmp_path, astronaut):
    astronaut.save(tmp_path / "a.jpg", quality=92)
    agent = Agent("small", ResponderOptions())
    items = [
        ask("1", tmp_path / "a.jpg", truth="real", answer="no"),
        ask("2", tmp_path / "a.jpg", asks="real", truth="real", answer="yes"),
        ask("3", tmp_path / "a.jpg", kind="explanation", truth="real"),
    ]
    (batch,) = agent.plan(items)
    replies = agent.answer(batch, 0)
    record = agent._investigator(True).examine(str(tmp_path / "a.jpg")).examination
    assert replies[0].p_fake == pytest.approx(1 - record.verdict.probabilities["real"])
    assert replies[0].abstained == (record.verdict.label == "inconclusive")
    first, second = (parsing.judge(item, reply) for item, reply in zip(items[:2], replies[:2], strict=True))
    assert first.called == second.called and first.value != second.value
    assert replies[2].text and replies[2].grounded <= replies[2].cited <= replies[2].sentences
    (broken,) = agent.answer([ask("4", tmp_path / "none.jpg")], 0)
    assert "no such file" in broken.error


def test_saved_replies_in_every_format(tmp_path):
    items = [ask(f"{n}:id-{n}", ()) for n in range(2)]
    ours = [{"id": item.id, "key": "k", "reply": {"text": f"said {n}"}} for n, item in enumerate(items)]
    forms = {
        "ours.jsonl": "\n".join(map(json.dumps, ours)) + "\n",
        "log.json": json.dumps([{"response": f"said {n}", "doc": {"id": f"id-{n}"}} for n in range(2)]),
        "predicted.json": json.dumps({"model": "m", "responses": ["said 0", "said 1"]}),
        "plain.json": json.dumps(["said 0", "said 1"]),
    }
    for name, text in forms.items():
        (tmp_path / name).write_text(text)
        saved = Saved(tmp_path / name)
        (batch,) = saved.plan(items)
        assert [reply.text for reply in saved.answer(batch, 0)] == ["said 0", "said 1"], name
    with pytest.raises(ModelError, match="holds 2 replies for 1 questions"):
        Saved(tmp_path / "plain.json").plan(items[:1])
    partial = Saved(tmp_path / "log.json").answer([*items, ask("2:id-9", ())], 0)
    assert partial[2] == Reply(error="not saved")


def test_a_quantised_model_answers_too(tiny_folder, twins):
    local = Local(str(tiny_folder), ResponderOptions(load_in="4bit"))
    (batch,) = local.plan(twins)
    replies = local.answer(batch, 3)
    assert all(reply.error == "" and len(reply.options) == 2 for reply in replies)
    assert "4bit" in local.version
