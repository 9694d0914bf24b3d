"""What is found wrong with the bill of materials and the pinned requirements of a release."""

import pytest

from tests import bill_of_materials as bom

HASH = " \\\n    --hash=sha256:" + "0" * 64 + "\n"
REQUIREMENTS = f"pillow==1.0{HASH}typing-extensions==2.0 ; sys_platform == 'win32'{HASH}"
BILL = {
    "bomFormat": "CycloneDX",
    "specVersion": "1.6",
    "components": [{"type": "library", "bom-ref": "a", "name": "Pillow", "version": "1.0"}],
}


@pytest.fixture(autouse=True)
def held(tmp_path, monkeypatch):
    (tmp_path / "constraints.txt").write_text("# versions\npillow==1.0\n")
    monkeypatch.setattr(bom, "ROOT", tmp_path)


def test_a_bill_that_names_everything_is_right_and_is_completed_once():
    whole = bom.completed(bom.completed(BILL))
    assert len(whole["components"]) == 1 + len(bom.WEIGHTS) == 6
    assert bom.faults(whole, REQUIREMENTS, {"pillow": "1.0"}) == []


@pytest.mark.parametrize(
    ("bill", "requirements", "installed", "said"),
    [
        (BILL, REQUIREMENTS, {"pillow": "1.0"}, "the bill has nothing"),  # the weights are missing
        (bom.completed(BILL), REQUIREMENTS, {"pillow": "1.0", "numpy": "2.0"}, "numpy 2.0 is installed"),
        (bom.completed(BILL), REQUIREMENTS + "rich==3.0\n", {"pillow": "1.0"}, "rich has no SHA-256"),
        (bom.completed(BILL), f"pillow==1.1{HASH}", {"pillow": "1.0"}, "constraints.txt says 1.0"),
        (bom.completed(BILL), f"pillow==1.1{HASH}", {"pillow": "1.0"}, "not installed so"),
        ({**bom.completed(BILL), "specVersion": 3}, REQUIREMENTS, {"pillow": "1.0"}, "no valid CycloneDX"),
    ],
)
def test_what_is_wrong_is_named(bill, requirements, installed, said):
    assert any(said in line for line in bom.faults(bill, requirements, installed))
