"""The hook that names the theme's search dialog finds it in the page that the theme makes."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def test_the_search_of_the_theme_has_a_name():
    material = pytest.importorskip("material")
    search = Path(str(material.__file__)).parent / "templates" / "partials" / "search.html"
    spec = importlib.util.spec_from_file_location("theme_names", ROOT / "docs" / "theme_names.py")
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    assert hook.on_post_page(search.read_text("utf-8")).count('role="dialog" aria-label="Search"') == 1
