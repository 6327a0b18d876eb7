import copy
from types import SimpleNamespace

import pytest
import torch
from mmengine.hooks import EMAHook
from mmengine.model import MMDistributedDataParallel
from mmengine.runner import get_priority
from mmpose.registry import HOOKS
from process_groups import run_together

from aariz_mm.engine.hooks import ChannelsLastHook
from aariz_mm.models.necks import LightFPN


@pytest.fixture
def model():
    torch.manual_seed(0)
    return LightFPN(in_channels=(8, 16), out_channels=12)


@pytest.fixture
def feats():
    return [torch.randn(2, 8, 16, 12), torch.randn(2, 16, 8, 6)]


def lay_out(model):
    HOOKS.build(dict(type='ChannelsLastHook')).before_run(SimpleNamespace(model=model))
    return model


def test_channels_last_hook_lays_the_convolutions_out(model):
    weight = model.smooth.conv.weight
    assert not weight.is_contiguous(memory_format=torch.channels_last)
    assert lay_out(model).smooth.conv.weight.is_contiguous(memory_format=torch.channels_last)


def test_channels_last_hook_leaves_outputs_and_gradients_equal(model, feats):
    outputs, gradients = [], []
    for net in (copy.deepcopy(model), lay_out(model)):
        (output,) = net(feats)
        output.square().mean().backward()
        outputs.append(output)
        gradients.append(net.smooth.conv.weight.grad)
    torch.testing.assert_close(*outputs, atol=1e-5, rtol=0)
    torch.testing.assert_close(*gradients, atol=1e-5, rtol=0)


def test_channels_last_hook_leaves_the_checkpoint_equal(model):
    before = copy.deepcopy(model.state_dict())
    after = lay_out(model).state_dict()
    assert all(torch.equal(after[key], value) for key, value in before.items())


def test_channels_last_hook_runs_before_hooks_that_copy_the_model():
    assert get_priority(ChannelsLastHook.priority) < get_priority(EMAHook.priority)


def first_gradients(rank):
    """Gradients of the first step of two processes whose model the hook has laid out anew, and without the hook."""
    torch.distributed.init_process_group('gloo')
    found = []
    for hooks in ([ChannelsLastHook()], []):
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3), torch.nn.Conv2d(8, 4, 3))
        runner = SimpleNamespace(model=MMDistributedDataParallel(model), cfg={})
        runner.wrap_model = lambda settings, model: MMDistributedDataParallel(model)
        for hook in hooks:
            hook.before_run(runner)
        torch.manual_seed(rank)
        runner.model(torch.randn(2, 3, 9, 9)).square().mean().backward()
        found.append([value.grad.contiguous() for value in model.parameters()])
    return found


def test_first_gradients_of_several_processes_are_in_order():
    for changed, plain in run_together(2, first_gradients):
        for one, other in zip(changed, plain, strict=True):
            torch.testing.assert_close(one, other)
