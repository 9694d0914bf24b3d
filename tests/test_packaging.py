"""The distributions: what they hold, that they install, and that only `telltale` is added to site-packages."""

import os
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from telltale.prompts import cues

ROOT = Path(__file__).resolve().parents[1]
FOLDERS = ("agent", "eval", "finetune", "prompts")


def run(*command: str, **options) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    return done.stdout


@pytest.fixture(scope="module")
def source(tmp_path_factory) -> Path:
    """A copy of the sources: a build writes into the tree that it builds."""
    copy = tmp_path_factory.mktemp("source")
    files = [*FOLDERS, "pyproject.toml", "README.md", "LICENSE"]
    run("cp", "-r", *files, str(copy), cwd=ROOT)
    return copy


@pytest.fixture(scope="module")
def built(source, tmp_path_factory) -> Path:
    """The sdist, and the wheel that is built from the sdist, by the setuptools that is installed here."""
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", str(out), str(source))
    return out


def modules() -> set[str]:
    return {f"telltale/{file.relative_to(ROOT)}" for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")}


def data_files() -> set[str]:
    kinds = {
        ".md",
        ".toml",
        ".json",
        ".jinja",
        ".safetensors",
        ".typed",
        ".yaml",
        ".css",
        ".html",
        ".js",
        ".txt",
        ".typ",
    }
    found = {file for folder in FOLDERS for file in (ROOT / folder).rglob("*") if file.suffix in kinds}
    return {f"telltale/{file.relative_to(ROOT)}" for file in found}


def test_the_wheel_adds_only_telltale(built):
    (wheel,) = built.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names} == {"telltale", "telltale-0.1.0.dist-info"}
    assert modules() | data_files() == {name for name in names if name.startswith("telltale/")}
    assert "telltale/prompts/cues.toml" in names
    assert "telltale/agent/report/examination.schema.json" in names
    scripts = zipfile.ZipFile(wheel).read("telltale-0.1.0.dist-info/entry_points.txt").decode()
    assert "telltale = telltale.agent.cli:main" in scripts
    about = zipfile.ZipFile(wheel).read("telltale-0.1.0.dist-info/METADATA").decode()
    assert "License-Expression: Apache-2.0" in about and "License-File: LICENSE" in about
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_sdist_holds_the_same_files(built):
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = set(archive.getnames())
    wanted = {name.replace("telltale/", "telltale-0.1.0/", 1) for name in modules() | data_files()}
    assert wanted | {"telltale-0.1.0/LICENSE", "telltale-0.1.0/README.md"} <= names


CHECK = (
    "from telltale import agent, eval, finetune, prompts; import telltale.agent.cli as c; "
    "print(len(prompts.cues()), agent.__file__); c.main(['detectors']); c.main(['--version'])"
)


def checked(out: str, where: Path) -> None:
    """The output of `CHECK`: the package is the one in a folder, reads its data and runs its command line."""
    assert out.startswith(f"{len(cues())} {where}")
    assert "spectral" in out and out.rstrip().endswith("telltale 0.1.0")


def test_the_wheel_works_from_another_folder(built, tmp_path):
    """Unpacked by pip into a folder of its own that comes before this environment, whose other packages it uses."""
    (wheel,) = built.glob("*.whl")
    site = tmp_path / "site"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--no-compile"]
    run(*pip, "--target", str(site), str(wheel))
    assert {path.name for path in site.iterdir()} == {"telltale", "telltale-0.1.0.dist-info", "bin"}
    assert (site / "bin/telltale").exists()
    run_in = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(site)}}
    checked(run(sys.executable, "-c", CHECK, **run_in), site)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["wheel", "sdist", "editable"])
def test_each_way_of_installing_works_from_another_folder(built, source, tmp_path, kind):
    """Into an environment of its own, which sees the dependencies of this one."""
    run(sys.executable, "-m", "venv", "--without-pip", str(tmp_path / "env"))
    python = str(tmp_path / "env/bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    target = {"wheel": next(built.glob("*.whl")), "sdist": next(built.glob("*.tar.gz")), "editable": source}[kind]
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps", "--no-index"]
    pip += ["--no-build-isolation", *(["--editable"] if kind == "editable" else []), str(target)]
    here = Path(run(sys.executable, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip())
    if kind != "wheel":  # building needs setuptools, from here
        (site / "builder.pth").write_text(f"{here}\n")
    run(*pip)
    added = {path.name for path in site.iterdir() if path.name != "builder.pth"}
    if kind == "editable":
        assert not (site / "telltale").exists()
    else:
        assert added == {"telltale", "telltale-0.1.0.dist-info"}
    (site / "builder.pth").write_text(f"{here}\n")
    (site / "sitecustomize.py").write_text("")
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    checked(run(python, "-c", CHECK, cwd=tmp_path, env=env), source if kind == "editable" else site)
    assert "telltale 0.1.0" in run(str(tmp_path / "env/bin/telltale"), "--version", cwd=tmp_path, env=env)


def test_torch_is_pinned_so_that_pip_finds_its_cpu_build():
    pins = dict(line.split("==") for line in (ROOT / "constraints.txt").read_text().splitlines() if "==" in line)
    assert pins["torch"] == "2.13.0"
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    assert {"finetune", "eval", "ray", "dev"} <= set(wanted["optional-dependencies"])
    names = {name.lower().replace("_", "-") for name in pins}
    for requirement in wanted["dependencies"]:
        name = requirement.split(">")[0].split("[")[0].lower()
        assert name in names, f"{name} is not pinned"


def test_nothing_pickled_and_no_code_from_models():
    for file in (f for folder in FOLDERS for f in (ROOT / folder).rglob("*.py")):
        text = file.read_text()
        assert "trust_remote_code=True" not in text
        assert "import pickle" not in text
        assert text.count("torch.load(") == text.count("weights_only=True")  # tensors alone, or a refusal
