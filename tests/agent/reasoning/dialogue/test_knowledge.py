"""The entries of the knowledge base: whole, readable, true of this version, and the same in every language."""

import importlib.util
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from telltale.agent.detectors import registry
from telltale.agent.dossier.report_files import checked_ending
from telltale.agent.evidence import Label
from telltale.agent.reasoning.dialogue import knowledge
from telltale.agent.reasoning.dialogue.guide_search import normal
from telltale.agent.reasoning.dialogue.topics import Topic
from telltale.prompts import table

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT / "prompts" / "knowledge"
LANGUAGES = knowledge.languages()
LONGEST = 35  # words of a sentence
PAGES = {  # as sources name them
    "README": "README.md",
    "Model card": "MODEL_CARD.md",
    "How it decides": "docs/how-it-decides.md",
    "Examine pictures": "docs/examine.md",
    "Ask questions": "docs/chat.md",
    "What a file says": "docs/files.md",
    "Measure models": "docs/measure.md",
    "Train on your pictures": "docs/train.md",
    "Write a report": "docs/report.md",
    "Keep cases": "docs/casebook.md",
    "Use it from other programs": "docs/api-server.md",
    "Sift many pictures": "docs/triage.md",
}
LABELS = {"real", "synthetic", "tampered", "inconclusive"}


def texts(entry):
    return (*entry.answer, *entry.details)


def rows(language):
    files = sorted((FOLDER / language).glob("*.toml"))
    return [row for file in files for row in table(f"knowledge/{language}/{file.name}")["entry"]]


@cache
def sections(page):
    """The text below each heading of a page, that of its subsections included."""
    text = (ROOT / page).read_text(encoding="utf-8")
    heads = [(len(m[1]), m[2].strip(), m.end()) for m in re.finditer(r"^(#+) (.+)$", text, re.M)]
    starts = [m.start() for m in re.finditer(r"^#+ .+$", text, re.M)]
    found = {}
    for place, (level, name, start) in enumerate(heads):
        ends = [starts[after] for after in range(place + 1, len(heads)) if heads[after][0] <= level]
        found[name] = text[start : ends[0] if ends else len(text)]
    return found


def test_slugs_and_terms_are_unique():
    slugs = Counter(row["slug"] for row in rows("en"))
    assert not [slug for slug, count in slugs.items() if count > 1]
    owners: dict[str, set[str]] = {}
    for entry in knowledge.entries():
        for term in entry.terms:
            owners.setdefault(normal(term), set()).add(entry.slug)
    assert {term: slugs for term, slugs in owners.items() if len(slugs) > 1} == {}


def test_every_entry_is_whole():
    assert len(knowledge.entries()) == len(rows("en")) >= 110
    for entry in knowledge.entries():
        assert 1 <= len(entry.answer) <= 3 and len(set(entry.asks)) >= 4, entry.slug
        assert all(ask == ask.strip() and ask for ask in entry.asks), entry.slug
        assert all(text == " ".join(text.split()) and "{" not in text for text in texts(entry)), entry.slug
    assert {Topic.TERM, Topic.DETECTOR, Topic.ERROR_RATES, Topic.HOW_TO} <= {e.topic for e in knowledge.entries()}


def test_each_wording_belongs_to_one_entry():
    owners = Counter(ask for entry in knowledge.entries() for ask in set(entry.asks))
    assert not [ask for ask, count in owners.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_are_short_and_end(language):
    for entry in knowledge.entries(language):
        for text in texts(entry):
            assert re.search(r"[.?!:。？！”)]$", text), f"{entry.slug}: {text}"
            if language != "zh":
                sentences = re.split(r"(?<=[.?!])\s+", text)
                assert max(len(sentence.split()) for sentence in sentences) <= LONGEST, f"{entry.slug}: {text}"


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
def test_translations_say_the_same(language):
    english = {row["slug"]: row for row in rows("en")}
    for row in rows(language):
        original = english[row["slug"]]  # a slug that English has
        assert set(row) <= {"slug", "asks", "answer", "details", "terms"}
        assert knowledge.places_of(row) <= knowledge.places_of(original), row["slug"]
        for part in ("answer", "details"):
            commands = [set(re.findall(r"`[^`]+`", " ".join(r.get(part, ())))) for r in (row, original)]
            assert commands[0] == commands[1], row["slug"]


def test_places_are_filled_from_what_the_program_holds():
    filled = knowledge.places()
    used = set().union(*(knowledge.places_of(row) for row in rows("en")))
    assert used <= filled.keys() and all(filled.values())
    assert filled["version"] in " ".join(knowledge.by_slug("version").answer)
    assert filled["photographs"] in " ".join(knowledge.by_slug("reference-set-term").answer)


def test_every_label_and_detector_is_explained():
    assert {f"label-{label}" for label in LABELS} <= {entry.slug for entry in knowledge.entries()}
    assert set(Label.__args__) == LABELS
    slugs = {entry.slug for entry in knowledge.entries()}
    assert {f"detector-{name.replace('_', '-')}" for name in registry.available()} <= slugs


def test_general_entries_exist_and_belong_to_their_topics():
    for topic in knowledge.GENERAL:
        entry = knowledge.general(topic)
        assert entry is not None
        assert entry.topic is topic or (topic, entry.slug) == (Topic.LIKELIHOOD, "likelihood-ratio")


def test_sources_on_our_own_pages_name_a_section_and_their_figures_stand_in_it():
    """A figure that the model card owns is not repeated elsewhere, so it goes stale in one place, and is noticed."""
    for row in rows("en"):
        written = ""
        for source in row.get("sources", ()):
            page, _, section = source.partition(", ")
            if page in PAGES:
                assert not section or section in sections(PAGES[page]), f"{row['slug']}: {source}"
                written += sections(PAGES[page])[section] if section and page == "Model card" else ""
        if row["topic"] == "error_rates" and written:
            said = " ".join((*row["answer"], *row.get("details", ())))
            figures = re.findall(r"\d*\.\d+%?|\d+(?:–\d+)?%", said)
            assert [figure for figure in figures if figure not in written] == [], row["slug"]


def test_figures_about_errors_stand_in_one_entry_each():
    found = Counter()
    for row in rows("en"):
        said = " ".join((*row["answer"], *row.get("details", ())))
        if any(source.startswith("Model card") for source in row.get("sources", ())):
            found.update(set(re.findall(r"\d*\.\d+%?", said)) - {"0.5", ".5", "2.0", "+2.2", "2.2", "0.7"})
    assert [figure for figure, count in found.items() if count > 1] == []


@cache
def commands():
    """The checks of commands, which the tests of the pages share."""
    place = ROOT / "tests" / "docs" / "test_commands.py"
    spec = importlib.util.spec_from_file_location("commands_in_texts", place)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_parsers_take_every_command(language):
    said = "\n".join(text for entry in knowledge.entries(language) for text in texts(entry))
    found = list(commands().spans_of(said))
    assert len(found) > 30
    assert commands().faults_of(found) == []


def test_what_is_said_not_to_exist_does_not_exist():
    with pytest.raises(ValueError, match="ends in"):  # no Word files
        checked_ending(Path("report.docx"))
    assert not set(registry.available()) & {"ela", "prnu", "watermark"}


def test_a_language_without_entries_gets_english():
    assert knowledge.entries("xx") == knowledge.entries()
    assert knowledge.by_slug("guide:synthid", "xx").language == "en"
    with pytest.raises(KeyError):
        knowledge.by_slug("no-such-entry")
