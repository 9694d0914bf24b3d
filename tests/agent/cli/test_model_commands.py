from telltale.agent import cli


def test_models_are_listed(capsys):
    assert cli.main(["model", "list"]) == 0
    assert capsys.readouterr().out.startswith("small\t")


def test_setup_from_a_folder_without_weights_fails_in_one_line(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    assert cli.main(["model", "setup", "--from-dir", str(tmp_path)]) == 1
    error = capsys.readouterr().err
    assert str(tmp_path) in error and error.count("\n") == 1


def test_other_models_come_from_the_hub_alone(capsys):
    assert cli.main(["model", "setup", "a/b", "--from-hub"]) == 2
    error = capsys.readouterr().err
    assert "a/b" in error and "--from-hub" in error and error.count("\n") == 1


def test_a_model_without_adapters_can_not_be_merged(tiny_folder, tmp_path, capsys):
    assert cli.main(["model", "merge", str(tiny_folder), "--out", str(tmp_path / "merged")]) == 2
    error = capsys.readouterr().err
    assert str(tiny_folder) in error and "--adapter" in error
