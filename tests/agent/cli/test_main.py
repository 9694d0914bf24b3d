"""The command line as a user calls it: output, exit status, one line for every error."""

import json
import subprocess
import sys
import time

import pytest
from PIL import Image
from telltale.agent import cli
from telltale.agent.detectors import registry

from tests.conftest import encode


@pytest.fixture
def picture(tmp_path, astronaut):
    file = tmp_path / "astronaut.jpg"
    file.write_bytes(encode(astronaut, "JPEG", quality=90))
    return str(file)


FAST = ["--no-perceive", "--no-explain"]


def test_help_answers_in_half_a_second():
    spent = []
    for _ in range(3):
        start = time.perf_counter()
        done = subprocess.run([sys.executable, "-m", "telltale.agent.cli", "--help"], capture_output=True, text=True)
        spent.append(time.perf_counter() - start)
    assert done.returncode == 0
    assert "examine" in done.stdout
    assert min(spent) < 0.5


def test_examine_prints_a_record_for_people(picture, capsys):
    assert cli.main(["examine", *FAST, picture]) == 0
    out = capsys.readouterr().out
    assert "astronaut.jpg" in out
    assert "Evidence" in out
    assert "log-odds" in out


def test_examine_prints_one_json_record_a_line(picture, capsys):
    assert cli.main(["examine", *FAST, "--json", picture, picture]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [json.loads(line)["schema"] for line in lines] == ["telltale/examination/1"] * 2


def test_one_bad_picture_costs_the_others_nothing(picture, tmp_path, capsys):
    bad = tmp_path / "bad.png"
    bad.write_text("no picture")
    assert cli.main(["examine", *FAST, "--json", picture, str(bad), str(tmp_path / "none.png"), picture]) == 1
    streams = capsys.readouterr()
    assert len(streams.out.splitlines()) == 2
    errors = streams.err.splitlines()
    assert errors[0].startswith("telltale: bad.png: not a picture")
    assert "no such file" in errors[1]
    assert errors[2] == "telltale: 2 of 4 pictures could not be examined"


def test_maps_are_written_and_do_not_overwrite_each_other(picture, tmp_path, capsys):
    out, some = tmp_path / "maps", ["--detector", "jpeg", "--detector", "noise"]
    assert cli.main(["examine", *FAST, *some, "--maps", str(out), picture, picture]) == 0
    names = sorted(file.name for file in out.iterdir())
    assert names == ["astronaut-2.jpeg.png", "astronaut-2.noise.png", "astronaut.jpeg.png", "astronaut.noise.png"]
    assert Image.open(out / names[0]).size == (512, 512)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--detector", "spectrall"], "did you mean spectral?"),
        (["--model", "none/such"], "telltale model setup none/such"),
        (["--model", "openai:nowhere"], "openai:URL#MODEL"),
        (["--adapter", "/no/such"], "no adapter there"),
        (["--trust-anchors", "/no/such.pem"], "No such file"),
    ],
)
def test_wrong_calls_get_one_line_and_status_two(picture, capsys, arguments, message, tiny_folder):
    extra = ["--model", str(tiny_folder)] if "--adapter" in arguments else []
    assert cli.main(["examine", picture, *extra, *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


@pytest.mark.parametrize("arguments", [[], ["examine"], ["exmine", "a.png"], ["examine", "a", "--nonsense"], ["model"]])
def test_unknown_words_are_a_usage_error(arguments, capsys):
    with pytest.raises(SystemExit) as stopped:
        cli.main(arguments)
    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err


def test_detectors_are_described(capsys):
    assert cli.main(["detectors"]) == 0
    out = capsys.readouterr().out
    for name in ("spectral", "jpeg", "noise", "hf:ID"):
        assert name in out
    assert out.count("holds for") == len(registry.BUILT_IN)


def test_only_the_detectors_asked_for_run(picture, capsys):
    assert cli.main(["examine", *FAST, "--json", "--detector", "noise", picture]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [e["source"] for e in record["evidence"] if e["kind"] == "detector"] == ["noise"]


def test_models_are_listed(capsys):
    assert cli.main(["model", "list"]) == 0
    assert capsys.readouterr().out.startswith("small\t")


def test_setup_from_a_folder_without_weights_fails_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    assert cli.main(["model", "setup", "--from-dir", str(tmp_path)]) == 1
    assert "no weights in this folder" in capsys.readouterr().err
    assert cli.main(["model", "setup", "a/b", "--from-hub"]) == 2


def test_chat_wants_a_whole_name_and_password(capsys):
    assert cli.main(["chat", "--auth", "name"]) == 2
    assert "USER:PASSWORD" in capsys.readouterr().err


def test_a_reader_that_stops_early_is_no_error(picture):
    command = f"{sys.executable} -m telltale.agent.cli examine {' '.join(FAST)} --json {picture} {picture} | head -c 10"
    done = subprocess.run(command, shell=True, capture_output=True, text=True)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


@pytest.mark.weights
def test_examine_with_small_from_beginning_to_end(picture, small_folder):
    done = subprocess.run(
        [sys.executable, "-m", "telltale.agent.cli", "examine", "--json", picture], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""  # nothing but the record: no loading notes, no warnings
    record = json.loads(done.stdout)
    assert record["explanation"]["model"] == "small"
    assert sum(e["kind"] == "cue" for e in record["evidence"]) == 25


def test_a_claim_is_judged_for_every_picture_and_over_all(picture, tmp_path, capsys):
    Image.open(picture).resize((300, 300)).save(tmp_path / "again.png")
    claim = ["--claim", "a badge in the upper left corner"]
    assert cli.main(["examine", *FAST, *claim, picture, str(tmp_path / "again.png")]) == 0
    out = capsys.readouterr().out
    assert out.count("“a badge in the upper left corner”") == 2 and "The claim over all pictures: " in out
    assert cli.main(["examine", *FAST, "--json", *claim, "--claim-region", "0,0,99,99", picture]) == 0
    judged = json.loads(capsys.readouterr().out)["claim"]
    assert judged["region"] == {"x": 0, "y": 0, "w": 99, "h": 99} and judged["because"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--claim", "  "], "the claim is empty"),
        (["--claim", "a", "--claim-region", "1,2,3"], "X,Y,W,H"),
        (["--claim", "a", "--claim-region", "0,0,0,9"], "X,Y,W,H"),
        (["--claim-region", "0,0,9,9"], "goes with --claim"),
        (["--error-rate", "1.5"], "between 0 and 1"),
    ],
)
def test_a_wrong_claim_or_rate_gets_one_line(picture, capsys, wrong, said):
    assert cli.main(["examine", *FAST, *wrong, picture]) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1


def test_the_error_rate_decides_how_much_is_answered(picture, capsys):
    labels = []
    for rate in ("0.02", "0.2"):
        assert cli.main(["examine", *FAST, "--json", "--error-rate", rate, picture]) == 0
        verdict = json.loads(capsys.readouterr().out)["verdict"]
        assert verdict["error_rate"] == float(rate)
        labels.append(verdict["label"] != "inconclusive")
    assert labels[1] >= labels[0]
