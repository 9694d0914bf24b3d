"""The hook that makes the reference: every module stands on one page, and every page in the navigation."""

import importlib.util
import re
from pathlib import Path
from types import SimpleNamespace

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("reference_pages", ROOT / "docs" / "reference_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_module_stands_on_one_page(hook):
    told = [
        name
        for top in hook.TOPS
        for package in hook.packages(ROOT / top)
        for name in re.findall(r"^::: (\S+)$", hook.page(package), re.MULTILINE)
    ]
    files = [file for top in hook.TOPS for file in (ROOT / top).rglob("*.py") if (file.parent / "__init__.py").exists()]
    names = {".".join(("telltale", *file.relative_to(ROOT).with_suffix("").parts)) for file in files}
    names = {name.removesuffix(".__init__") for name in names if not name.endswith("__main__")}
    assert sorted(told) == sorted(names)


def test_a_package_shows_what_it_defines_and_not_what_it_hands_on(hook):
    assert "members: ['" in hook.page(ROOT / "prompts")
    assert "members: false" in hook.page(ROOT / "agent" / "casebook")


def test_the_navigation_has_every_page(hook):
    config = hook.on_config(SimpleNamespace(nav=[{"Home": "index.md"}, {"Python reference": [{"Overview": "api.md"}]}]))
    pages = re.findall(r"'(api/\S+\.md)'", str(config.nav))
    assert sorted(pages) == sorted(hook.place(package) for top in hook.TOPS for package in hook.packages(ROOT / top))
