import pytest
import torch
from mmpose.registry import OPTIM_WRAPPERS
from torch import nn

import aariz_mm.register  # noqa: F401


def build_wrapper(model, **settings):
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    return OPTIM_WRAPPERS.build(dict(type='CPUAmpOptimWrapper', optimizer=optimizer, **settings))


def test_forward_is_in_bfloat16_and_weights_stay_in_float32():
    model = nn.Conv2d(3, 4, 3)
    wrapper = build_wrapper(model)
    with wrapper.optim_context(model):
        out = model(torch.ones(1, 3, 5, 5))
    wrapper.update_params(out.float().square().mean())
    assert out.dtype == torch.bfloat16
    assert model.weight.dtype == torch.float32


def test_one_step_is_that_of_float32_up_to_rounding():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Conv2d(4, 4, 3, groups=4), nn.ReLU6(), nn.Conv2d(4, 2, 1))
    start = [parameter.detach().clone() for parameter in model.parameters()]
    inputs = torch.randn(2, 4, 9, 9)
    steps = []
    for mixed in (False, True):
        for parameter, value in zip(model.parameters(), start, strict=True):
            parameter.data.copy_(value)
        wrapper = build_wrapper(model, clip_grad=dict(max_norm=10.0))
        with wrapper.optim_context(model) if mixed else torch.enable_grad():
            loss = model(inputs).float().square().mean()
        wrapper.update_params(loss)
        steps.append(torch.cat([(p.detach() - s).flatten() for p, s in zip(model.parameters(), start, strict=True)]))
    assert (steps[1] - steps[0]).norm() < 0.03 * steps[0].norm()


@pytest.mark.parametrize('settings', [dict(dtype='bfloat16'), dict(dtype=torch.bfloat16), dict(loss_scale='dynamic')])
def test_settings_of_a_gpu_are_taken(settings):
    model = nn.Conv2d(3, 4, 3)
    with build_wrapper(model, **settings).optim_context(model):
        assert model(torch.ones(1, 3, 5, 5)).dtype == torch.bfloat16


@pytest.mark.parametrize('dtype', ['float16', 'float64', torch.float16])
def test_type_that_a_cpu_does_not_mix_is_refused(dtype):
    with pytest.raises(ValueError, match='on a CPU, mixed precision is bfloat16; leave dtype out'):
        build_wrapper(nn.Conv2d(3, 4, 3), dtype=dtype)
