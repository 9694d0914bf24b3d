"""The commonest training answer to each of DD-VQA's test questions, as replies that a run can score."""

import json

from telltale.eval.responders.saved_replies import SavedReplies
from telltale.eval.tasks import get


def test_each_question_gets_one_answer_of_its_own(shared, tmp_path, study):
    file = tmp_path / "c.jsonl"
    assert study("ddvqa-baseline", "--data", shared / "ddvqa", "--out", file)[0] == 0
    items = list(get("ddvqa").read(shared / "ddvqa"))
    saved = SavedReplies(file)
    (batch,) = saved.plan(items)
    replies = saved.answer(batch, 0)
    assert len(replies) == 752 and all(reply.text and not reply.error for reply in replies)
    by: dict[str, set[str]] = {}
    for item, reply in zip(items, replies, strict=True):
        by.setdefault(item.question, set()).add(reply.text)
    assert all(len(said) == 1 for said in by.values())
    assert json.loads(file.read_text().splitlines()[0])["id"] == items[0].id
