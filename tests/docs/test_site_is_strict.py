"""The site is built so that a dead link ends `make docs`: by the Makefile and the rules of mkdocs.yml."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("link", "status"), [("other.md#part", 0), ("other.md#gone", 1), ("gone.md", 1)])
def test_a_dead_link_ends_the_build(tmp_path, link, status):
    pytest.importorskip("mkdocs")
    (rules,) = re.findall(r"^validation:\n(?: +.+\n)+", (ROOT / "mkdocs.yml").read_text("utf-8"), re.MULTILINE)
    (options,) = re.findall(r"/mkdocs build(.*)$", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "index.md").write_text(f"# Home\n\n[a link]({link})\n")
    (tmp_path / "docs" / "other.md").write_text("# Other\n\n## Part\n")
    (tmp_path / "mkdocs.yml").write_text(f"site_name: small\n{rules}")
    call = [sys.executable, "-m", "mkdocs", "build", *options.split()]
    done = subprocess.run(call, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode == status, done.stderr
