import socket

from telltale.agent import cli


def test_a_name_needs_a_password(capsys):
    assert cli.main(["chat", "--auth", "name"]) == 2
    error = capsys.readouterr().err
    assert "USER:PASSWORD" in error and error.count("\n") == 1


def test_a_port_in_use_is_named_with_a_fix(tiny_folder, capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert cli.main(["chat", "--port", str(port), "--model", str(tiny_folder), "--workers", "none"]) == 1
    error = capsys.readouterr().err
    assert f"127.0.0.1:{port}" in error and "--port" in error


def test_others_are_let_in_with_a_password_alone(capsys):
    assert cli.main(["chat", "--host", "0.0.0.0"]) == 2
    error = capsys.readouterr().err
    assert "--host 0.0.0.0" in error and "--auth" in error and error.count("\n") == 1
