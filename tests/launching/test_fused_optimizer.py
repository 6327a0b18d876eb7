"""The fused optimisers of the schedules: the same steps up to rounding, and each goes on from the other."""

import copy

import pytest
import torch
from config_files import FOLDER
from mmengine.config import Config

SCHEDULES = sorted((FOLDER / '_base_' / 'schedules').glob('*.py'))


def settings_of(path):
    settings = dict(Config.fromfile(str(path)).optim_wrapper.optimizer)
    return getattr(torch.optim, settings.pop('type')), settings


def steps(parameter, optimizer, count=30):
    generator = torch.Generator().manual_seed(1)
    for _ in range(count):
        parameter.grad = torch.randn(parameter.shape, generator=generator)
        optimizer.step()
    return parameter.detach().clone()


def pair(path):
    """The same parameter under the fused optimiser of a schedule and under the plain one."""
    kind, settings = settings_of(path)
    start = torch.randn(1000, generator=torch.Generator().manual_seed(0))
    parameters = [torch.nn.Parameter(start.clone()) for _ in range(2)]
    return parameters, [kind([parameters[0]], **settings), kind([parameters[1]], **{**settings, 'fused': False})]


@pytest.mark.parametrize('path', SCHEDULES, ids=lambda path: path.stem)
def test_fused_steps_are_plain_ones_up_to_rounding(path):
    parameters, optimizers = pair(path)
    assert optimizers[0].defaults['fused'] and len(SCHEDULES) == 2
    ours, plain = (steps(*each) for each in zip(parameters, optimizers, strict=True))
    torch.testing.assert_close(ours, plain, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize('path', SCHEDULES, ids=lambda path: path.stem)
@pytest.mark.parametrize('first', [0, 1], ids=['from fused', 'from plain'])
def test_either_kind_goes_on_from_the_other(path, first):
    parameters, optimizers = pair(path)
    steps(parameters[first], optimizers[first])
    state, weights = copy.deepcopy(optimizers[first].state_dict()), parameters[first].detach().clone()
    expected = steps(parameters[first], optimizers[first])
    parameters[1 - first].data.copy_(weights)
    optimizers[1 - first].load_state_dict(state)
    torch.testing.assert_close(steps(parameters[1 - first], optimizers[1 - first]), expected, rtol=1e-5, atol=1e-6)
