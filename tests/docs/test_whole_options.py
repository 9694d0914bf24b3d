"""The hook that keeps options on one line marks them in sentences and tables, and leaves blocks of code alone."""

import importlib.util
from pathlib import Path

FILE = Path(__file__).resolve().parents[2] / "docs" / "whole_options.py"


def test_options_in_a_line_are_marked_and_stay_what_they_are():
    spec = importlib.util.spec_from_file_location("whole_options", FILE)
    hook = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(hook)
    marked = hook.on_page_content("<p><code>a-b --error-rate 0.05</code></p><pre><code>a --json</code></pre>")
    assert marked == (
        '<p><code>a-b <span class="whole">--error-rate</span> 0.05</code></p><pre><code>a --json</code></pre>'
    )
    assert (
        hook.on_page_content("<em>use --workers none</em>") == '<em>use <span class="whole">--workers</span> none</em>'
    )
