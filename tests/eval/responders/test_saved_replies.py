import json

import pytest
from telltale.agent.perception.models import ModelError
from telltale.eval.items import Reply
from telltale.eval.responders.saved_replies import SavedReplies

from tests.eval.responders.made import ask


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
        saved = SavedReplies(tmp_path / name)
        (batch,) = saved.plan(items)
        assert [reply.text for reply in saved.answer(batch, 0)] == ["said 0", "said 1"], name
    with pytest.raises(ModelError, match="holds 2 replies for 1 questions"):
        SavedReplies(tmp_path / "plain.json").plan(items[:1])
    partial = SavedReplies(tmp_path / "log.json").answer([*items, ask("2:id-9", ())], 0)
    assert partial[2] == Reply(error="not saved")


def test_saved_replies_that_were_cut_within_a_character_keep_the_others(tmp_path, twins):
    rows = [{"id": item.id, "key": "", "reply": {"text": f"Ja – 假 {n}"}} for n, item in enumerate(twins[:3])]
    data = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows).encode()
    (tmp_path / "cut.jsonl").write_bytes(data[: data.rindex("假".encode()) + 1])
    saved = SavedReplies(tmp_path / "cut.jsonl")
    replies = saved.answer(twins[:3], 5)
    assert [reply.text for reply in replies] == ["Ja – 假 0", "Ja – 假 1", ""] and replies[2].error == "not saved"
