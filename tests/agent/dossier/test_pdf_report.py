"""The PDF: tagged, readable without eyes, the same bytes each time, and proof against what a file says."""

import io
import unicodedata
from datetime import UTC, datetime
from itertools import pairwise

import pikepdf
import pytest
import typst
from telltale.agent.dossier import REPORT_LANGUAGES, Particulars, of_investigation, of_record
from telltale.agent.dossier.displayable import BREAK, displayable, ranges
from telltale.agent.dossier.pdf_report import to_pages, to_pdf

WHEN = datetime(2026, 2, 3, 4, 5, 6, tzinfo=UTC)


def opened(data):
    return pikepdf.open(io.BytesIO(data))


def elements(pdf):
    """Every structure element as (kind, element), in their order; roles are mapped to standard kinds."""
    root = pdf.Root.StructTreeRoot
    roles = {str(k): str(v) for k, v in root.get("/RoleMap", {}).items()}

    def walk(node):
        if isinstance(node, pikepdf.Array):
            for each in node:
                yield from walk(each)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                yield roles.get(str(node.S), str(node.S)), node
            if "/K" in node:
                yield from walk(node.K)

    return list(walk(root))


@pytest.fixture(scope="module")
def full(investigation):
    particulars = Particulars(examiner="A. Weber", case_number="4711/26", created=WHEN)
    return to_pdf(of_investigation(investigation, particulars))


def test_the_document_is_tagged_named_and_in_a_language(full):
    with opened(full) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == "en"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo.Title) == "Report on the examination of a picture"
        with pdf.open_metadata() as metadata:
            assert str(metadata["pdfuaid:part"]) == "1"
            assert metadata["dc:title"]
        assert all("/Tabs" not in page or str(page.Tabs) == "/S" for page in pdf.pages)


def test_every_picture_has_words_in_its_place(full):
    with opened(full) as pdf:
        figures = [element for kind, element in elements(pdf) if kind == "/Figure"]
        assert len(figures) == 3  # the whole, the place of a finding, a map
        assert all(len(str(figure.Alt)) > 10 for figure in figures)


def test_headings_do_not_skip_a_level_and_tables_have_heads(full):
    with opened(full) as pdf:
        kinds = [kind for kind, _ in elements(pdf)]
    levels = [int(kind[2:]) for kind in kinds if kind.startswith("/H") and kind[2:].isdigit()]
    assert levels[0] == 1 and all(b - a <= 1 for a, b in pairwise(levels))
    assert kinds.count("/Table") >= 6 and kinds.count("/TH") >= 2 * kinds.count("/Table")
    assert "/L" in kinds


def test_nothing_runs_and_nothing_is_loaded(full):
    with opened(full) as pdf:
        assert "/OpenAction" not in pdf.Root and "/AcroForm" not in pdf.Root
        assert "/JavaScript" not in pdf.Root.get("/Names", {}) and "/EmbeddedFiles" not in pdf.Root.get("/Names", {})
        fonts = [
            obj for obj in pdf.objects if isinstance(obj, pikepdf.Dictionary) and obj.get("/Type") == "/FontDescriptor"
        ]
        assert fonts and all(any(key in font for key in ("/FontFile2", "/FontFile3")) for font in fonts)


def test_the_same_record_gives_the_same_bytes(investigation, full):
    particulars = Particulars(examiner="A. Weber", case_number="4711/26", created=WHEN)
    assert to_pdf(of_investigation(investigation, particulars)) == full
    later = Particulars(examiner="A. Weber", case_number="4711/26", created=WHEN.replace(year=2027))
    assert to_pdf(of_investigation(investigation, later)) != full


def test_a_record_alone_makes_a_report_without_a_date_of_today(make_record):
    data = to_pdf(of_record(make_record()))
    assert data == to_pdf(of_record(make_record()))
    assert b"D:20" not in data.split(b"stream")[0]


@pytest.mark.parametrize("language", REPORT_LANGUAGES)
def test_a_page_for_a_desk_is_one_page(make_record, language):
    long = "This sentence is rather long, and it says at some length what limits the examination of this picture. " * 3
    data = to_pdf(of_record(make_record(limitations=(long.strip(),) * 9), pages="one", language=language))
    with opened(data) as pdf:
        assert len(pdf.pages) == 1
        assert str(pdf.Root.Lang).startswith(language)


def test_pages_can_be_looked_at(make_record):
    pages = to_pages(of_record(make_record(), pages="one"), 40)
    assert len(pages) == 1 and pages[0].startswith(b"\x89PNG")


def test_text_of_others_is_never_markup(make_record, hostile, long_text):
    for text in (hostile, long_text):
        data = to_pdf(of_record(make_record(name=text, program=text), Particulars(examiner=text, case_number=text)))
        assert data.startswith(b"%PDF")


def test_letters_that_no_font_has_are_given_by_number():
    assert displayable("a 日 b", "en", 60) == "a  U+65E5  b"
    assert displayable("a 日 b", "zh", 60) == "a 日 b"
    assert displayable("e\N{COMBINING ACUTE ACCENT}", "en", 60) == "é"
    assert displayable("\N{RIGHT-TO-LEFT OVERRIDE}", "en", 60).strip() == "U+202E"


def test_long_words_can_be_broken_and_lose_nothing():
    shown = displayable("A" * 500, "en", 20)
    assert shown.replace(BREAK, "") == "A" * 500
    assert max(map(len, shown.split(BREAK))) <= 20


def test_words_are_broken_at_their_joints_and_natural_ones_not_at_all():
    shown = displayable("compositeWithTrainedAlgorithmicMedia drewnoakes/metadata-extractor", "en", 16)
    assert shown.split(BREAK) == [
        "composite",
        "With",
        "Trained",
        "Algorithmic",
        "Media drewnoakes/",
        "metadata-",
        "extractor",
    ]
    assert displayable("Wahrscheinlichkeit, vertrauenswürdig.", "de", 16) == "Wahrscheinlichkeit, vertrauenswürdig."
    assert BREAK not in displayable("测试集中的图片得分很低，" * 9, "zh", 16)


def test_a_hash_can_be_copied_out_of_a_table(make_record):
    from telltale.agent.dossier.pdf_report import laid_out_parts

    digest = f"sha256:{'0123456789abcdef' * 4}"
    data = laid_out_parts(of_record(make_record(versions={"telltale": "1", "trust:mine.pem": digest})))
    tables = [block for section in data["sections"] for block in section["blocks"] if block["kind"] == "table"]
    shown = [
        part["text"] for table in tables for row in table["rows"] for c in row for line in c["lines"] for part in line
    ]
    assert digest in shown


def test_short_tables_and_rows_stay_on_one_page(make_record):
    from telltale.agent.dossier.pdf_report import laid_out_parts

    long = "The text of this finding is long, as that of no finding should be. " * 30
    evidence = (make_record().evidence[0].model_copy(update={"statement": long}), *make_record().evidence[1:])
    sections = laid_out_parts(of_record(make_record(evidence=evidence)))["sections"]
    tables = [block for section in sections for block in section["blocks"] if block["kind"] == "table"]
    assert tables[0]["long"] and [row[1]["long"] for row in tables[0]["rows"]] == [True, False, False]
    assert not tables[2]["long"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_fonts_have_every_letter_that_is_said_to_be_shown(language, tmp_path):
    from telltale.agent.dossier.pdf_report import CHINESE, FONT, MONO

    letters = [chr(c) for low, high in ranges(language) for c in range(low, high + 1)]
    letters = letters[::7] if language == "zh" else letters
    text = "".join(c for c in letters if unicodedata.category(c) not in ("Cc", "Cs", "Cn"))
    (tmp_path / "letters.txt").write_text(text.replace("\n", " "), encoding="utf-8")
    fonts, folders = [FONT, MONO], []
    if language == "zh":
        from pylopdf_fonts_zh_cn import sans_path

        fonts, folders = [FONT, CHINESE, MONO], [sans_path().parent]
    names = "(" + ", ".join(f'"{name}"' for name in fonts) + ")"
    styles = "" if language == "zh" else '#strong(t)\n#text(font: "DejaVu Sans Mono", t)\n'
    head = f'#set document(title: "t")\n#set text(font: {names}, lang: "{language}")\n'
    source = f'{head}#let t = read("letters.txt")\n#t\n{styles}'
    (tmp_path / "t.typ").write_text(source, encoding="utf-8")
    used = typst.Fonts(include_system_fonts=False, font_paths=folders)
    compiler = typst.Compiler(tmp_path / "t.typ", root=tmp_path, font_paths=used, ignore_system_fonts=True)
    assert compiler.compile(format="pdf", pdf_standards=["ua-1"], timestamp=0)
