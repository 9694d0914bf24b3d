"""Pictures compared on the page, the parts that findings name, verdicts called wrong, and the error rate."""

import numpy as np
import pytest
from PIL import Image
from telltale.agent.app import compare_steps, wrong_verdicts
from telltale.agent.app.decisive_crops import crops
from telltale.agent.app.desk import Desk, Job
from telltale.agent.app.house import House
from telltale.agent.app.page_cases import Cases
from telltale.agent.app.page_html import evidence_html
from telltale.agent.app.picture_difference import difference
from telltale.agent.app.picture_files import chosen
from telltale.agent.app.pictures_html import pictures_html
from telltale.agent.app.served_files import ServedFiles
from telltale.agent.app.turns import respond
from telltale.agent.app.viewer_data import first_view
from telltale.agent.casebook import Casebook, CasebookError
from telltale.agent.casework import weighed
from telltale.agent.evidence import Evidence, Region
from telltale.agent.investigator import Investigator

from tests.conftest import encode


@pytest.fixture(scope="module")
def desk(tmp_path_factory, astronaut):
    """A desk with a picture, a copy with an altered part, a larger copy, and the shown one last."""
    folder = tmp_path_factory.mktemp("pictures")
    small = astronaut.resize((256, 256))
    altered = small.copy()
    altered.paste((255, 0, 0), (40, 60, 56, 80))
    pictures = {"altered": altered, "large": small.resize((512, 512)), "flat": Image.linear_gradient("L"), "own": small}
    for name, picture in pictures.items():
        (folder / f"{name}.png").write_bytes(encode(picture.convert("RGB")))
    house = House(
        Investigator(explain=False, perceive=False, detectors=["noise"]), cases=Cases(str(folder / "cases.db"))
    )
    own = Desk()
    list(respond(house, "", [str(folder / f"{name}.png") for name in pictures], own))
    yield house, own, {each.record.exhibit.name[:-4]: sha256 for sha256, each in own.kept.items()}
    house.cases.close()


def test_what_differs_is_shown_with_the_places_that_count_in_red(astronaut):
    first = np.asarray(astronaut.resize((256, 256)))
    second = first.copy()
    second[60:80, 40:56] = (255, 0, 0)
    found = difference(first, second)
    assert found.found.relation == "version" and found.picture is not None
    red = np.asarray(found.picture, int)
    assert red[70, 48, 0] > red[70, 48, 1] + 60  # in the part that was painted over
    assert red[180, 200].max() < 20
    same = difference(first, first)
    assert same.found.relation == "same_pixels" and not np.asarray(same.picture).any()


def test_a_crop_lies_where_it_was_cut_out(astronaut):
    first = np.asarray(astronaut.resize((256, 256)))
    found = difference(first, np.ascontiguousarray(first[40:240, 20:200]))
    laid = np.asarray(found.other, int)
    assert laid.shape == first.shape and (laid[5, 5] == 32).all()  # which the crop does not cover
    assert np.abs(laid[60:220, 40:180] - first[60:220, 40:180]).mean() < 3


def test_a_picture_that_has_nothing_to_do_with_it_is_stretched(astronaut):
    found = difference(np.full((40, 50, 3), 100, np.uint8), np.asarray(astronaut.resize((64, 64))))
    assert found.picture is None and found.other.size == (50, 40)


def test_similar_pictures_come_with_the_most_alike_first(desk):
    house, own, names = desk
    *_, page = compare_steps.similar(house, own)
    order = [page.index(names[name]) for name in ("large", "flat")]
    assert order == sorted(order) and names["own"] not in page
    assert "another one" in compare_steps.compared(house, own, names["own"]).compared
    assert "No picture is shown" in next(iter(compare_steps.similar(house, Desk())))


def test_a_picture_is_laid_over_the_one_that_is_shown(desk):
    house, own, names = desk
    for name in ("altered", "large"):
        shown = compare_steps.compared(house, own, names[name])
        layers = {layer["kind"]: layer for layer in shown.viewer["layers"] if layer["kind"] in ("other", "difference")}
        assert shown.viewer["choose"] == layers["other"]["name"] and len(layers) == 2
        assert house.served.opened(layers["other"]["url"]).size == (256, 256)
    assert "A pixel of it takes up 0.50 px" in shown.compared
    altered = compare_steps.compared(house, own, names["altered"]).compared
    assert "differ in one part" in altered and "is a version of the same picture" in altered
    assert "it is stretched" in compare_steps.compared(house, own, names["flat"]).compared
    assert sum(layer["kind"] == "other" for layer in own.data["layers"]) == 1 and own.data["choose"] is None


def test_narrow_parts_that_findings_name_are_cut_out_without_loss(investigation):
    served = ServedFiles()
    data = first_view(investigation.exhibit, served)
    narrow, wide = Region(x=8, y=16, w=40, h=24), Region(x=0, y=0, w=500, h=500)
    evidence = (
        Evidence(id="E1", source="jpeg", kind="detector", statement="a", region=wide),
        Evidence(id="E2", source="noise", kind="detector", statement="b", region=narrow, supports="tampered"),
        Evidence(id="E3", source="noise", kind="detector", statement="c"),
    )
    cut = crops(data, evidence, served)
    assert list(cut) == ["E2"]
    assert np.array_equal(np.asarray(served.opened(cut["E2"])), investigation.exhibit.pixels[16:40, 8:48])
    page = evidence_html(evidence, investigation.examination.verdict, cut)
    assert page.count('class="crop"') == 1 and cut["E2"] in page


def test_a_wrong_verdict_is_kept_only_if_that_is_agreed(desk):
    house, own, _ = desk
    with pytest.raises(CasebookError, match="nothing may be kept"):
        wrong_verdicts.mark(house, own, "tampered", may_be_exported=False)
    assert house.cases.visible(None) == []
    for _ in range(2):  # the second time goes into the same case
        assert "stays as it is" in wrong_verdicts.mark(house, own, "tampered", may_be_exported=True)
    (case,) = house.cases.visible(None)
    with Casebook.open(house.cases.open(case.id, None).casebook.place.shown) as casebook:
        (one,) = casebook.misreports()
        assert one.mark.truth == "tampered" and one.mark.keep_picture and one.exhibit.name == "own.png"
    with pytest.raises(CasebookError, match="Examine a picture first"):
        wrong_verdicts.mark(house, Desk(), "real", may_be_exported=True)


def test_the_same_evidence_can_be_weighed_at_another_error_rate(desk):
    house, own, _ = desk
    record = own.conversation.record
    verdict = weighed(house.investigator, record, 0.01)
    assert verdict.probabilities == record.verdict.probabilities and verdict.error_rate in (0.01, None)
    with pytest.raises(ValueError, match="between 0 and 1"):
        weighed(house.investigator, record, 0)


def test_a_job_tells_how_far_it_is_and_what_failed(desk):
    _, own, names = desk
    job = Job(10, done=3, failed=[("<b>.png", "no <picture>")])
    page = pictures_html(own.kept.values(), job)
    assert "3 of 10 pictures are done" in page and "<progress" in page and "&lt;b&gt;.png: no &lt;picture&gt;" in page
    assert all(sha256 in page for sha256 in names.values())
    assert "<progress" not in pictures_html((), Job(2, done=1, ended=True))


def test_a_picture_that_was_opened_is_not_replaced_by_one_in_work(desk, tmp_path, astronaut):
    from telltale.agent.app.picture_steps import reopened

    house, own, names = desk
    file = tmp_path / "late.png"
    file.write_bytes(encode(astronaut.resize((200, 200))))
    steps = respond(house, "", [str(file)], own)
    next(steps)
    reopened(house, names["own"], own)
    list(steps)
    assert own.conversation.record.exhibit.name == "own.png"
    assert "late.png" in [each.record.exhibit.name for each in own.kept.values()]


def test_what_a_system_puts_into_a_folder_is_left_out():
    assert chosen(["/x/b.png", "/x/.DS_Store", "/x/Thumbs.db", "/x/A.jpg"]) == ["/x/A.jpg", "/x/b.png"]
