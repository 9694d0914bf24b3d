import numpy as np
from telltale.agent.perception.models import load
from telltale.finetune.adapters import tokenised_rows
from telltale.finetune.adapters.tokenised_rows import IGNORED


def test_the_loss_is_on_what_the_assistant_says(tiny_folder, row):
    processor = load(str(tiny_folder)).processor
    said = row().completion[0]["content"]
    tokenised = tokenised_rows.tokenise(row(), processor)
    ids, labels = np.array(tokenised["input_ids"]), np.array(tokenised["labels"])
    assert (labels[labels != IGNORED] == ids[labels != IGNORED]).all()
    learned = processor.tokenizer.decode(ids[labels != IGNORED])
    assert learned == f"{said}<|im_end|>[V] Yes.<|im_end|>"
    assert processor.tokenizer.decode(ids).endswith("Sure?<|im_end|>\n<|im_start|>assistant\n[V] Yes.<|im_end|>\n")


def test_a_picture_stands_as_its_patches(tiny_folder, row, picture):
    processor = load(str(tiny_folder)).processor
    tokenised = tokenised_rows.tokenise(row(picture), processor)
    token = processor.tokenizer.convert_tokens_to_ids("<image>")
    assert tokenised["input_ids"].count(token) == 16
    without = {**tokenised_rows.tokenise(row(), processor), "picture": ""}
    batch = tokenised_rows.RowCollator(processor)([{**tokenised, "picture": picture}, without])
    assert batch["pixel_values"].shape == (1, 3, 32, 32)
    assert batch["labels"][1, -1] == IGNORED and batch["attention_mask"][1, -1] == 0  # padded


def test_a_longer_row_than_allowed_is_left_out(tiny_folder, row):
    processor = load(str(tiny_folder)).processor
    assert len(tokenised_rows.dataset([row()], processor, 10)) == 0
    assert len(tokenised_rows.dataset([row()], processor, 1000)) == 1


def test_windows_cut_a_text_without_overlap_and_drop_the_rest(tiny_folder):
    tokenizer = load(str(tiny_folder)).processor.tokenizer
    text = "The quick brown fox jumps over the lazy dog."
    ids = tokenizer(text, add_special_tokens=False)["input_ids"]
    cut = tokenised_rows.windows([text], tokenizer, 0, length=10)
    assert len(cut) == len(ids) // 10 and {window.shape for window in cut} == {(1, 10)}
    assert sorted(window[0].tolist() for window in cut) == sorted(
        ids[at : at + 10] for at in range(0, len(ids) - 9, 10)
    )
