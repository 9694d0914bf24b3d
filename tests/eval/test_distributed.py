"""Several processes by `accelerate launch`, and real Ray on this machine: the same replies as in one process."""

import json
import os
import subprocess
import sys

import pytest
from telltale.agent import cli
from telltale.eval.runs import answers


def command(labelled, tiny_folder, out, *more):
    base = ("csv", "--data", str(labelled), "--model", str(tiny_folder), "--phrasing", "both", "--batch", "4")
    return [*base, "--out", str(out), *more]


@pytest.fixture
def alone(labelled, tiny_folder, tmp_path):
    assert cli.main(["eval", *command(labelled, tiny_folder, tmp_path / "alone")]) == 0
    return tmp_path / "alone"


def said(folder):
    return {key: (reply.text, reply.options) for key, reply in answers(folder).items()}


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


def test_ray_spreads_batches_over_actors(labelled, tiny_folder, tmp_path, alone):
    ray = pytest.importorskip("ray")
    try:
        more = ("--engine", "ray", "--actors", "2")
        assert cli.main(["eval", *command(labelled, tiny_folder, tmp_path / "ray", *more)]) == 0
    finally:
        ray.shutdown()
    assert said(tmp_path / "ray") == said(alone)
    ours, theirs = (json.loads((folder / "scores.json").read_text()) for folder in (alone, tmp_path / "ray"))
    assert ours == theirs
