import pytest
import torch
from telltale.finetune.adapters import checkpoints


def one_step(parameters, optimiser, schedule):
    optimiser.zero_grad()
    sum(value.square().sum() for value in parameters.values()).backward()
    optimiser.step()
    schedule.step()


def a_run(steps=10):
    layer = torch.nn.Linear(2, 2)
    parameters = dict(layer.named_parameters())
    optimiser = torch.optim.AdamW(parameters.values())
    return parameters, optimiser, checkpoints.one_cycle(optimiser, 0.1, steps)


def test_a_checkpoint_of_another_run_is_not_resumed(tmp_path):
    run = a_run()
    one_step(*run)
    checkpoints.save(tmp_path / "c.safetensors", *run, 7, "this")
    assert checkpoints.resume(tmp_path / "c.safetensors", *run, "that") == 0
    assert checkpoints.resume(tmp_path / "none.safetensors", *run, "this") == 0
    assert checkpoints.resume(tmp_path / "c.safetensors", *run, "this") == 7


def test_a_resumed_run_has_the_parameters_and_the_rate_of_the_one_that_went_on(tmp_path):
    through = a_run()
    for step in range(1, 11):
        one_step(*through)
        if step == 4:
            checkpoints.save(tmp_path / "c.safetensors", *through, step, "run")
    resumed = a_run()
    assert checkpoints.resume(tmp_path / "c.safetensors", *resumed, "run") == 4
    for _ in range(6):
        one_step(*resumed)
    for name, value in through[0].items():
        assert torch.equal(resumed[0][name], value)
    assert resumed[2].get_last_lr() == through[2].get_last_lr()


@pytest.mark.parametrize("steps", [1, 2, 3, 9, 10, 11, 100])
def test_the_rate_rises_to_its_peak_and_falls_to_almost_nothing(steps):
    parameters, optimiser, schedule = a_run(steps)
    rates = []
    for _ in range(steps):
        rates.append(optimiser.param_groups[0]["lr"])
        one_step(parameters, optimiser, schedule)
    assert max(rates) <= 0.1 and optimiser.param_groups[0]["betas"][0] == 0.9
    if steps > 1:
        assert schedule.get_last_lr()[0] < 0.001 or steps == 2
        assert max(rates) > 0.09
    if steps == 100:
        assert 8 <= rates.index(max(rates)) <= 10
        assert rates[55] == pytest.approx(0.05, abs=0.003)


def test_each_group_has_its_own_peak():
    first, second = (torch.nn.Parameter(torch.zeros(1)) for _ in range(2))
    optimiser = torch.optim.AdamW([{"params": [first], "lr": 1.0}, {"params": [second], "lr": 0.1}])
    schedule = checkpoints.one_cycle(optimiser, [1.0, 0.1], 50)
    for _ in range(20):
        optimiser.step()
        schedule.step()
    rates = [group["lr"] for group in optimiser.param_groups]
    assert rates[0] == pytest.approx(10 * rates[1]) and rates[0] > 0.5
