from telltale.agent import cli


def test_the_command_writes_curves_and_a_page(labelled, tmp_path, capsys):
    out = tmp_path / "out"
    command = [
        *(
            "eval",
            "robustness",
            "--data",
            str(labelled),
            "--model",
            "detector:noise",
            "--out",
            str(out),
            "--count",
            "3",
        ),
        *("--families", "jpeg", "resize", "--attacks", "0"),
    ]
    assert cli.main(command) == 0
    assert "### By condition" in capsys.readouterr().out
    page = (out / "page.html").read_text()
    assert "Robustness of detector:noise" in page and page.count("<svg") == 2
    assert (out / "by-condition.csv").exists()
    assert cli.main([*command[:-3], "wobble", "--attacks", "0"]) == 2
    assert "--families: there is no 'wobble'" in capsys.readouterr().err
