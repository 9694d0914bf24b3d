"""Marks by judges behind real endpoints: parsed strictly, kept, compared."""

import json

import pytest
from telltale.agent import cli
from telltale.eval import judge, parsing
from telltale.eval.items import Item, Reply
from telltale.eval.tasks import TaskError

ASPECTS = {"loki": 4, "explainfake": 5}


def told(number, **more):
    item = Item(
        id=str(number),
        kind="explanation",
        media=(),
        question="Why is it fake?",
        truth="fake",
        references=("Six fingers", "Too smooth"),
        regions=((1, 2, 30, 40),),
    )
    return parsing.judge(item, Reply(text=f"The hand is wrong, {number}.", **more))


def object_of(rubric, score):
    return json.dumps({name: {"why": "because", "score": score} for name in judge.rubrics()[rubric]})


def test_a_rubric_has_its_aspects_and_a_prompt_shows_what_is_known():
    assert {name: len(aspects) for name, aspects in judge.rubrics().items()} == ASPECTS
    text = judge.prompt(told(7), "loki")
    shown = ("Why is it fake?", "region of 30 × 40 px at 1, 2, people found: Six fingers", "People wrote: Too smooth")
    for part in (*shown, "The hand is wrong, 7.", '"completeness"'):
        assert part in text


@pytest.mark.parametrize(
    ("said", "marks"),
    [
        (object_of("loki", 3), 3),
        ("Here you are:\n```json\n" + object_of("loki", 5) + "\n```", 5),
        (object_of("loki", 3.0), 3),
        (object_of("loki", 6), None),
        (object_of("loki", 2.5), None),
        (object_of("loki", True), None),
        (json.dumps({"overall": 3, "completeness": 3, "correctness": 3}), None),
        ("I would give it 4 of 5.", None),
    ],
)
def test_marks_are_read_strictly(said, marks):
    found = judge.marks(said, "loki")
    assert found == (None if marks is None else dict.fromkeys(judge.rubrics()["loki"], marks))


def test_two_judges_mark_once_and_their_agreement_is_told(serve, tmp_path):
    judged = [told(n) for n in range(6)]

    def kind(asked):
        text = asked["messages"][0]["content"][-1]["text"]
        number = int(text.split("The hand is wrong, ")[1][0])
        return object_of("loki", min(5, number)) if number < 5 else "no marks"

    one, asked_one, _ = serve(kind)
    two, _, _ = serve(lambda asked: object_of("loki", 2))
    names = {f"openai:{one}#alpha-7b": one, f"openai:{two}#beta": two}
    given = {name: judge.mark(judge.get(name, 2), judged, "loki", tmp_path, lambda line: None) for name in names}
    assert len(asked_one) == 6
    judge.mark(judge.get(next(iter(names)), 2), judged, "loki", tmp_path, lambda line: None)
    assert len(asked_one) == 6  # kept
    headline, tables, notes = judge.table(given, judged, "loki", "alpha-13b")
    first = headline[f"marks of 100, {next(iter(names))}"]
    assert first.n == 5 and first.value == pytest.approx(100 * (0 + 1 + 2 + 3 + 4) / 25)
    assert tables[0].rows[0][1:3] == ("6", "1")
    assert tables[1].rows[0][1] == "5" and "(1.20)" in tables[1].rows[0][2]
    assert len(notes) == 1 and "marks answers of its own model family" in notes[0] and "alpha-7b" in notes[0]
    alone = judge.table({"x": given[next(iter(names))]}, judged, "loki", "other")[2]
    assert "There is only one judge" in alone[0]
    with pytest.raises(TaskError, match="choose from loki, explainfake"):
        judge.mark(judge.get(next(iter(names))), judged, "lokki", tmp_path, lambda line: None)


def test_the_command_marks_a_run(serve, tmp_path, draw, capsys):
    draw(tmp_path / "a.png")
    entry = {"image": "a.png", "label": "fake", "question": "Why?", "reference": "Six fingers."}
    (tmp_path / "set.json").write_text(json.dumps([entry]))
    url, requests, _ = serve(lambda asked: object_of("explainfake", 4))
    run = [
        "eval",
        "explainfake",
        "--data",
        str(tmp_path / "set.json"),
        "--model",
        "always:fake",
        "--out",
        str(tmp_path / "run"),
    ]
    assert cli.main(run) == 0
    command = ["eval", "judge", str(tmp_path / "run"), "--judge", f"openai:{url}#j", "--rubric", "explainfake"]
    assert cli.main(command) == 0
    assert "| 4.00 | 80 |" in capsys.readouterr().out
    assert requests[0]["messages"][0]["content"][0]["type"] == "image_url"  # the judge sees the picture
    assert (tmp_path / "run/marks-by-explainfake.csv").exists()
