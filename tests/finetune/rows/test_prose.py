"""General text to stay like the base on: there without any file, and never what is kept to measure on."""

from telltale.agent.perception.models import load
from telltale.finetune.rows import TrainingRow, everyday, prose
from telltale.finetune.rows.build import CHATS, HELD_OUT


def test_python_brings_enough_prose(tiny_folder, tmp_path):
    texts = prose.texts(tmp_path / "none.jsonl", load(str(tiny_folder)).processor)
    assert sum(map(len, texts)) > 200_000 and min(map(len, texts)) >= prose.LEAST


def test_everyday_answers_that_are_kept_to_measure_on_are_left_out(tiny_folder, tmp_path):
    asked = everyday.questions(CHATS + HELD_OUT["chat"], 0)
    learned, kept = asked[0], asked[-1]
    rows = [
        TrainingRow(
            kind="chat",
            prompt=[{"role": "user", "content": text}],
            completion=[{"role": "assistant", "content": "Hm."}],
        )
        for text in (learned, kept)
    ]
    file = tmp_path / "chat.jsonl"
    file.write_text("".join(row.model_dump_json() + "\n" for row in rows))
    texts = "\n".join(prose.texts(file, load(str(tiny_folder)).processor))
    assert learned in texts and kept not in texts
