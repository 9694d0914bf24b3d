import subprocess
import sys
import tempfile

from telltale.agent.app.upload_folder import remove_leftovers, upload_folder

KILLED = (
    "from telltale.agent.app.upload_folder import upload_folder as f; import os\nwith f() as d: print(d); os._exit(9)"
)


def test_the_folder_of_a_killed_server_is_removed_by_the_next(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    env = {"TMPDIR": str(tmp_path), "PATH": ""}
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}\n{KILLED}"], env=env, check=False
    )
    assert done.returncode == 9
    (left,) = tmp_path.glob("telltale-*")
    (left / "files" / "evidence.jpg").write_text("x")
    (tmp_path / "telltale-notes").mkdir()  # of somebody else
    with upload_folder() as mine:
        assert not left.exists()
        assert (tmp_path / "telltale-notes").exists()
        (mine / "a").write_text("x")
        remove_leftovers()  # as a second server does
        assert (mine / "a").exists()
        assert mine.parent.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == ["telltale-notes"]
