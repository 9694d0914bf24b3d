import os
import signal
import subprocess
import sys

import httpx
import pytest
from telltale.agent import cli

PLAIN = ["--detector", "noise", "--no-explain", "--no-perceive"]
TOKEN = "0123456789abcdef"


def test_others_are_let_in_with_a_token_alone(capsys, monkeypatch):
    monkeypatch.delenv("TELLTALE_TOKEN", raising=False)
    assert cli.main(["serve", "--host", "0.0.0.0", *PLAIN]) == 2
    error = capsys.readouterr().err
    assert "--host 0.0.0.0" in error and "--token-file" in error and error.count("\n") == 1


@pytest.mark.parametrize("token", ["", "short", "with a space in it, and long", "0123456789abcdéf"])
def test_a_token_that_protects_nothing_is_refused(capsys, tmp_path, token):
    (tmp_path / "token").write_text(token)
    assert cli.main(["serve", "--token-file", str(tmp_path / "token"), *PLAIN]) == 2
    error = capsys.readouterr().err
    assert "16" in error and error.count("\n") == 1 and (not token or token not in error)


def test_a_token_file_that_is_missing_is_a_line(capsys, tmp_path):
    assert cli.main(["serve", "--token-file", str(tmp_path / "none"), *PLAIN]) == 2
    assert "none" in capsys.readouterr().err


def test_the_command_serves_and_leaves_nothing_behind(tmp_path):
    env = {**os.environ, "TMPDIR": str(tmp_path), "TELLTALE_TOKEN": TOKEN, "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "telltale.agent.cli", "serve", "--port", "0", *PLAIN]
    server = subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True)
    try:
        line = server.stderr.readline()
        assert line.startswith("telltale: the API listens on http://127.0.0.1:"), line
        url = line.split()[-1]
        assert httpx.get(f"{url}/healthz", trust_env=False).status_code == 200
        assert httpx.get(f"{url}/v1/versions", trust_env=False).status_code == 401
        answer = httpx.get(f"{url}/v1/versions", trust_env=False, headers={"authorization": f"bearer {TOKEN}"})
        assert answer.status_code == 200
        assert list(tmp_path.glob("telltale-*"))
    finally:
        server.send_signal(signal.SIGTERM)
        status = server.wait(30)
    assert status == 130 and not list(tmp_path.glob("telltale-*"))
