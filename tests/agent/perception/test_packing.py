"""Who sees what in one sequence of several texts. That packed answers equal lone ones is tested with the probes."""

import torch
from telltale.agent.perception.packing import HIDDEN, SHARED, additive, branched, common_prefix, visible


def test_a_token_sees_what_is_shared_and_its_own_text_so_far():
    owners = torch.tensor([SHARED, SHARED, 0, 1, HIDDEN, 0, 1, 1])
    expected = [
        [1, 1, 1, 0, 0, 1, 0, 0],
        [1, 1, 0, 1, 0, 0, 1, 0],
        [1, 1, 0, 1, 0, 0, 1, 1],
    ]
    assert visible(owners, 3).int().tolist() == expected


def test_one_text_alone_is_the_causal_mask():
    assert torch.equal(visible(torch.full((5,), SHARED), 5), torch.ones(5, 5).tril().bool())
    assert torch.equal(visible(torch.zeros(5, dtype=torch.long), 5), torch.ones(5, 5).tril().bool())


def test_a_mask_is_added_in_the_precision_of_the_model():
    mask = additive(torch.tensor([[True, False]]), torch.bfloat16)
    assert mask.dtype == torch.bfloat16
    assert mask.tolist() == [[0.0, torch.finfo(torch.bfloat16).min]]


def test_each_text_keeps_a_token_of_its_own():
    assert common_prefix([[1, 2, 3], [1, 2, 4]]) == 2
    assert common_prefix([[1, 2], [1, 2, 3]]) == 1
    assert common_prefix([[5, 6, 7]]) == 2


def test_what_texts_begin_with_stands_in_the_tree_once():
    tree = branched([[7, 8, 1], [7, 8, 2, 3], [7, 8], [9]])
    assert tree.tokens == [7, 8, 1, 2, 3, 9]
    assert tree.depths == [0, 1, 2, 2, 3, 0]
    assert tree.last == [2, 4, 1, 5]
    assert tree.sees.astype(int).tolist() == [
        [1, 0, 0, 0, 0, 0],
        [1, 1, 0, 0, 0, 0],
        [1, 1, 1, 0, 0, 0],
        [1, 1, 0, 1, 0, 0],
        [1, 1, 0, 1, 1, 0],
        [0, 0, 0, 0, 0, 1],
    ]
