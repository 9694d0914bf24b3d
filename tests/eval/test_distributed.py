"""Several processes by `accelerate launch`, and real Ray on this machine: the same replies as in one process."""

import json
import os
import subprocess
import sys

import pytest
from telltale.agent import cli
from telltale.eval import distributed, responders
from telltale.eval.items import Reply
from telltale.eval.responders import constant_answers
from telltale.eval.runs import answers
from telltale.eval.tasks import get


def command(labelled, model, out, *more):
    base = ("csv", "--data", str(labelled), "--model", str(model), "--phrasing", "both", "--batch", "4")
    return [*base, "--out", str(out), *more]


@pytest.fixture
def alone(labelled, tiny_folder, tmp_path):
    assert cli.main(["eval", *command(labelled, tiny_folder, tmp_path / "alone")]) == 0
    return tmp_path / "alone"


def said(folder):
    return {key: reply.model_dump(exclude={"seconds"}) for key, reply in answers(folder).items()}


@pytest.mark.slow
def test_accelerate_spreads_batches_over_processes(labelled, tiny_folder, tmp_path, alone):
    launch = [
        *(sys.executable, "-m", "accelerate.commands.launch", "--multi_gpu", "--num_processes", "2"),
        *("--num_machines", "1", "--mixed_precision", "no", "--dynamo_backend", "no", "--main_process_port", "0"),
        *("-m", "telltale.eval"),
    ]
    done = subprocess.run(
        [*launch, *command(labelled, tiny_folder, tmp_path / "two")],
        capture_output=True, text=True, check=False, env=dict(os.environ), timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert (tmp_path / "two/results-1.jsonl").exists()
    assert said(tmp_path / "two") == said(alone)
    assert (tmp_path / "two/scores.json").read_text() == (alone / "scores.json").read_text()


@pytest.mark.slow
def test_ray_spreads_batches_over_actors(labelled, tmp_path, monkeypatch):
    """Chance starts fast in each actor; what an actor does with a model is the next test."""
    ray = pytest.importorskip("ray")
    monkeypatch.setattr(constant_answers.Constant, "plan", lambda self, items: responders.by_media(items))
    alone = tmp_path / "alone"
    assert cli.main(["eval", *command(labelled, "chance", alone)]) == 0
    try:
        more = ("--engine", "ray", "--actors", "2")
        assert cli.main(["eval", *command(labelled, "chance", tmp_path / "ray", *more)]) == 0
    finally:
        ray.shutdown()
    assert len(said(alone)) == 32 and said(tmp_path / "ray") == said(alone)
    ours, theirs = (json.loads((folder / "scores.json").read_text()) for folder in (alone, tmp_path / "ray"))
    assert ours == theirs


def test_an_actor_answers_as_the_model_does_alone(labelled, tiny_folder):
    options = responders.ResponderOptions(batch=4)
    model = responders.get(str(tiny_folder), options)
    actor = distributed.Actor(str(tiny_folder), options, 4, room=False)
    batches = model.plan(list(get("csv").read(labelled, split="all"))[:8])
    assert len(batches) == 2
    for number, batch in enumerate(batches):
        items = json.dumps([item.model_dump(mode="json") for item in batch])
        done = actor({"number": number, "items": items})
        replies = [Reply.model_validate(entry) for entry in json.loads(done["replies"])]
        assert done["number"] == number
        assert [(r.text, r.options) for r in replies] == [(r.text, r.options) for r in model.answer(batch, 4)]
