"""`telltale examine` as a user calls it: output, exit status, one line for every error."""

import json
import subprocess
import sys

import pytest
from PIL import Image
from telltale.agent import cli

FAST = ["--no-perceive", "--no-explain"]


def test_a_record_for_people_is_printed(picture, capsys):
    assert cli.main(["examine", *FAST, picture]) == 0
    out = capsys.readouterr().out
    assert "astronaut.jpg" in out
    assert "Evidence" in out
    assert "in the verdict" in out and "log-odds" not in out


def test_one_json_record_a_line_is_printed(picture, capsys):
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
    assert len(errors) == 3
    assert errors[0].startswith("telltale: bad.png: ")
    assert errors[1].startswith("telltale: ") and "none.png" in errors[1]
    assert errors[2] == "telltale: 2 of 4 pictures could not be examined"


def test_maps_are_written_and_do_not_overwrite_each_other(picture, tmp_path):
    out, some = tmp_path / "maps", ["--detector", "jpeg", "--detector", "noise"]
    assert cli.main(["examine", *FAST, *some, "--maps", str(out), picture, picture]) == 0
    names = sorted(file.name for file in out.iterdir())
    assert names == ["astronaut-2.jpeg.png", "astronaut-2.noise.png", "astronaut.jpeg.png", "astronaut.noise.png"]
    assert Image.open(out / names[0]).size == (272, 272)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--detector", "spectrall"], "did you mean spectral?"),
        (["--model", "none/such"], "telltale model setup none/such"),
        (["--model", "openai:nowhere"], "openai:URL#MODEL"),
        (["--adapter", "/no/such"], "/no/such"),
        (["--trust-anchors", "/no/such.pem"], "/no/such.pem: no such file or directory; check the path"),
    ],
)
def test_wrong_calls_get_one_line_and_status_two(picture, capsys, arguments, message, tiny_folder):
    extra = ["--model", str(tiny_folder)] if "--adapter" in arguments else []
    assert cli.main(["examine", picture, *extra, *arguments]) == 2
    err = capsys.readouterr().err
    assert message in err
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_only_the_detectors_asked_for_run(picture, capsys):
    assert cli.main(["examine", *FAST, "--json", "--detector", "noise", picture]) == 0
    record = json.loads(capsys.readouterr().out)
    assert [e["source"] for e in record["evidence"] if e["kind"] == "detector"] == ["noise"]


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
    claim = ["--detector", "jpeg", "--claim", "a badge in the upper left corner"]
    assert cli.main(["examine", *FAST, *claim, picture, str(tmp_path / "again.png")]) == 0
    out = capsys.readouterr().out
    assert out.count("“a badge in the upper left corner”") == 2
    assert out.count("The claim, judged over all pictures: the evidence does not bear on it.") == 1
    assert cli.main(["examine", *FAST, "--json", *claim, "--claim-region", "0,0,99,99", picture]) == 0
    judged = json.loads(capsys.readouterr().out)["claim"]
    assert judged["region"] == {"x": 0, "y": 0, "w": 99, "h": 99} and judged["because"]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (["--claim", "  "], "claim"),
        (["--claim", "a", "--claim-region", "1,2,3"], "--claim-region: '1,2,3' is no rectangle; give X,Y,W,H"),
        (["--claim", "a", "--claim-region", "0,0,0,9"], "--claim-region: '0,0,0,9' is no rectangle; give X,Y,W,H"),
        (["--claim-region", "0,0,9,9"], "--claim-region needs a claim"),
        (["--error-rate", "1.5"], "1.5"),
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
