import pytest
from telltale.agent.perception.models import load
from telltale.finetune.rows import everyday


def test_everyday_questions_are_answered_once(tiny_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(everyday, "MAX_TOKENS", 4)
    model = load(str(tiny_folder))
    first = everyday.rows(model, tmp_path / "chat.jsonl", 3, seed=1)
    assert [row.kind for row in first] == ["chat"] * 3 and len({row.prompt[0]["content"] for row in first}) == 3
    monkeypatch.setattr(model.model, "generate", lambda **_: pytest.fail("written twice"))
    assert everyday.rows(model, tmp_path / "chat.jsonl", 3, seed=1) == first
