"""Reports as HTML and JSON files, and the index of many."""

import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise

import pytest
from telltale.agent.dossier import Particulars, of_investigation, of_record
from telltale.agent.dossier.html_report import to_html
from telltale.agent.dossier.json_report import to_json
from telltale.agent.dossier.report_files import Indexed, checked_ending, content, write, write_index

WHEN = datetime(2026, 2, 3, tzinfo=UTC)
VOID = {"meta", "img", "br"}


class Outline(HTMLParser):
    """The tags, attributes and headings of a page; fails if a tag is not closed."""

    def __init__(self):
        super().__init__()
        self.open, self.tags, self.attributes, self.levels = [], [], [], []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if re.fullmatch(r"h\d", tag):
            self.levels.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


def parsed(page):
    outline = Outline()
    outline.feed(page)
    assert not outline.open
    return outline


@pytest.fixture(scope="module")
def page(investigation):
    return to_html(of_investigation(investigation, Particulars(created=WHEN)))


def test_a_page_is_whole_and_loads_and_runs_nothing(page):
    outline = parsed(page)
    assert not {"script", "iframe", "link", "object", "form"} & set(outline.tags)
    assert not [name for name, _ in outline.attributes if name.startswith("on") or name == "style"]
    assert all(value.startswith("data:image/png;base64,") for name, value in outline.attributes if name == "src")
    assert "default-src 'none'" in page


def test_the_policy_allows_the_style_sheet_that_is_there(page):
    import base64
    import hashlib

    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)
    allowed = re.search(r"style-src 'sha256-([^']+)'", page)
    assert style and allowed
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() == allowed[1]


def test_pictures_have_words_and_headings_do_not_skip(page):
    outline = parsed(page)
    assert outline.tags.count("img") == 3
    assert len([value for name, value in outline.attributes if name == "alt" and value]) == 3
    assert outline.levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(outline.levels))


def test_text_of_others_is_escaped(page, investigation, make_record, hostile, long_text):
    assert "<script>" not in page and "\N{RIGHT-TO-LEFT OVERRIDE}" not in page and "\x1b" not in page
    for text in (hostile, long_text):
        named = to_html(of_record(make_record(name=text, program=text), Particulars(examiner=text, case_number=text)))
        assert "<script>" not in named and "A" * 700 not in named
        parsed(named)


def test_html_and_json_are_the_same_each_time(make_record):
    for ending in (".html", ".json"):
        first = content(of_record(make_record(), Particulars(created=WHEN)), ending)
        assert first == content(of_record(make_record(), Particulars(created=WHEN)), ending)


def test_json_holds_sections_pictures_and_the_whole_record(investigation):
    report = json.loads(to_json(of_investigation(investigation, Particulars(created=WHEN), language="de")))
    assert report["schema"] == "telltale/report/1"
    assert report["created"] == "2026-02-03T00:00:00+00:00" and report["language"] == "de"
    assert report["record"] == json.loads(investigation.examination.model_dump_json(by_alias=True))
    pictures = [b for s in report["sections"] for b in s["blocks"] if b["kind"] == "picture"]
    assert len(pictures) == 3 and all(len(picture["sha256"]) == 64 for picture in pictures)
    kinds = {b["kind"] for s in report["sections"] for b in s["blocks"]}
    assert kinds == {"verdict_box", "picture", "points", "paragraph", "facts", "table", "command", "signature"}


def test_a_report_replaces_a_file_only_when_it_is_complete(make_record, tmp_path):
    file = tmp_path / "new" / "a.html"
    write(of_record(make_record()), file)
    assert file.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert [each.name for each in file.parent.iterdir()] == ["a.html"]


def test_another_ending_is_refused(tmp_path):
    with pytest.raises(ValueError, match=r"a report ends in \.pdf, \.html, \.json"):
        checked_ending(tmp_path / "report.docx")


def test_an_index_is_sorted_by_verdict_and_has_the_hashes(make_record, tmp_path):
    record = make_record(name='<b>"x"#.jpg')
    fake = record.model_copy(update={"verdict": record.verdict.model_copy(update={"label": "synthetic"})})
    file = write_index(tmp_path, [Indexed("a#1.pdf", record), Indexed("b.pdf", fake)], "fr")
    text = file.read_text("utf-8")
    parsed(text)
    assert file.name == "index.html" and text.index("synthétique") < text.index("non concluant")
    assert text.count(record.exhibit.sha256) == 2 and 'href="a%231.pdf"' in text and "<b>" not in text
