import numpy as np
import pytest
from telltale.eval import metrics


def test_rouge_and_sentence_similarity(encoder):
    assert metrics.rouge_l("the cat sat", ["a dog", "the cat sat"]) == 1.0
    # longest common subsequence "the sat" of 2: P = 2/2, R = 2/3, F = .8
    assert metrics.rouge_l("the sat", ["the cat sat"]) == pytest.approx(0.8)
    model = metrics.sentence_encoder()
    said = ["The hand has six fingers.", "A car."]
    same, other = metrics.css(said, [["The hand has six fingers."], ["Two dogs.", "The weather is fine today."]], model)
    assert same == pytest.approx(1, abs=1e-5) and other < 0.5
    ours = encoder(said)
    assert np.abs(ours - model.encode(said, normalize_embeddings=True)).max() < 1e-5


def longest_common(first, second):
    lengths = np.zeros((len(first) + 1, len(second) + 1), int)
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            best = max(lengths[i, j + 1], lengths[i + 1, j])
            lengths[i + 1, j + 1] = lengths[i, j] + 1 if a == b else best
    return int(lengths[-1, -1])


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("这张图片是伪造的,手有六根手指。", "图片是生成的:左手有六根手指"),
        ("人物的手指不自然", "人物的眼睛不自然"),
        ("指が六本あります", "手の指が六本ある"),
    ],
)
def test_text_without_spaces_is_compared_by_its_characters(said, written):
    ours, theirs = ([mark for mark in text if mark.isalnum()] for text in (said, written))
    common = longest_common(ours, theirs)
    precision, recall = common / len(ours), common / len(theirs)
    assert metrics.rouge_l(said, [written]) == pytest.approx(2 * precision * recall / (precision + recall))


def test_other_scripts_have_words_and_english_text_those_of_the_library():
    from rouge_score.rouge_scorer import RougeScorer

    assert metrics.rouge_l("六根手指", ["六根手指", "天空"]) == 1.0 and metrics.rouge_l("六根手指", ["天空"]) == 0.0
    assert metrics.rouge_l("Рука имеет шесть пальцев", ["рука имеет пять пальцев"]) == pytest.approx(0.75)
    # SDXL and 2 words of Chinese characters: longest common SDXL, 生, 成 of 3 and 4
    assert metrics.rouge_l("SDXL 生成", ["SDXL 的生成"]) == pytest.approx(2 * 1 * 0.75 / 1.75)
    plain = RougeScorer(["rougeL"], use_stemmer=True)
    said, written = "The hand's fingers look wrong, and it isn't real_ly", "The fingers of the hand are looking wrong"
    assert metrics.rouge_l(said, [written]) == plain.score(written, said)["rougeL"].fmeasure
    dashed = said.replace("'", "’").replace(",", " —")  # typography changes no word
    assert metrics.rouge_l(dashed, [written]) == pytest.approx(metrics.rouge_l(said, [written]))
