"""Examples that other processes draw are the ones that would be drawn here."""

import numpy as np
import pytest
from safetensors.torch import save_file
from telltale.eval.sets.records import Record
from telltale.finetune.adapters.drawn_ahead import ExamplesOf, Plan, drawn_ahead
from telltale.finetune.pseudo_fakes import taef2

PLAN = Plan(seed=3, batch=2, questions=3, turned=(0.0, 0.5, 0.5))


def told(drawn):
    return [(each.example.pixels.tobytes(), tuple(question.cue.prompt for question in each.asked)) for each in drawn]


def test_an_example_depends_on_its_number_alone(examples):
    whole = told(drawn_ahead(lambda: examples, PLAN, 0, 6, 0))
    assert told(drawn_ahead(lambda: examples, PLAN, 2, 6, 0)) == whole[2:]
    assert len(set(whole)) == 6
    assert all(asked for _, asked in whole)


@pytest.mark.slow
def test_other_processes_draw_the_same(tmp_path, photographs):
    pytest.importorskip("ncnn")
    for name, part in taef2.networks().items():
        save_file(part.state_dict(), tmp_path / f"taef2_{name}.safetensors")
    records = []
    for index, picture in enumerate(photographs[:4]):
        path = tmp_path / f"{index}.png"
        picture.resize((80, 80)).save(path)
        label = "real" if index % 2 else "generated"
        records.append(Record(path=path, label=label, source=f"s{index}", group=str(index)))
    source = ExamplesOf(tuple(records), (), tmp_path, tmp_path)
    rng = np.random.default_rng(0)
    assert source().draw(rng).pixels.shape == (224, 224, 3)
    assert told(drawn_ahead(source, PLAN, 0, 6, 2)) == told(drawn_ahead(source, PLAN, 0, 6, 0))
