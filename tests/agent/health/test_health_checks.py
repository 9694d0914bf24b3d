"""What `telltale doctor` finds, on installations that lack something."""

import json

import pytest
from telltale.agent import cli, health
from telltale.agent.health import health_checks


@pytest.fixture
def bare(tmp_path, monkeypatch):
    """A machine on which no model was set up."""
    monkeypatch.setenv("TELLTALE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def found(about):
    return [finding for finding in health.examined() if finding.about == about]


def test_models_that_are_not_set_up_are_missing_with_the_fix_and_its_cost(bare):
    (small,) = found("model small")
    assert small.state == "missing" and "telltale model setup" in small.fix and "285 MB" in small.fix
    assert found("reader of text")[0].state == "optional"
    assert not bare.exists()  # nothing is written by looking


def test_a_damaged_model_is_told_apart_from_one_that_is_not_there(bare):
    (bare / "small-1").mkdir(parents=True)
    assert "damaged" in found("model small")[0].found


def test_a_package_that_is_missing_or_too_old_is_named(monkeypatch):
    monkeypatch.setattr(health_checks, "requires", lambda name: ["pillow>=99", "no-such-package>=1", "numpy>=1"])
    (packages,) = found("packages")
    assert packages.state == "missing"
    assert "pillow is" in packages.found and ">=99 is needed" in packages.found
    assert "no-such-package is not installed" in packages.found and "numpy" not in packages.found


def test_an_extra_that_is_missing_says_what_it_is_for_and_what_it_takes(monkeypatch):
    monkeypatch.setattr(health_checks, "requires", lambda name: ['no-such-package; extra == "ray"'])
    (ray,) = found("extra ray")
    assert ray.state == "optional" and "telltale[ray]" in ray.fix and "420 MB" in ray.fix


def test_every_extra_for_users_is_listed():
    from importlib.metadata import metadata

    extras = set(metadata("telltale").get_all("Provides-Extra") or ())
    listed = {finding.about.removeprefix("extra ") for finding in health.examined() if "extra " in finding.about}
    assert extras - {"dev", "fuzz"} == listed


def test_tracing_that_somebody_switched_on_is_said(monkeypatch):
    monkeypatch.setenv("LANGSMITH_TRACING", "true")
    (tracing,) = found("tracing")
    assert tracing.state == "note" and "LANGSMITH_TRACING" in tracing.found


def test_the_command_prints_all_and_fails_if_something_needed_is_missing(bare, capsys):
    assert cli.main(["doctor", "--json"]) == 1
    findings = json.loads(capsys.readouterr().out)
    assert {"state", "about", "found", "fix"} == set(findings[0])
    assert cli.main(["doctor"]) == 1
    assert "model small" in capsys.readouterr().out
