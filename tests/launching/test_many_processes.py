"""Two and three processes on the CPU against one: gradients, training, scores."""

import pickle

import numpy as np
import pytest
import torch
from mmengine.dataset import pseudo_collate
from mmengine.model import MMDistributedDataParallel
from mmpose.registry import MODELS
from process_groups import run_together
from small_launches import scoring_runner, training_runner, write_config

from aariz_mm.models.losses import total_weight
from aariz_mm.phantom import write_phantom_dataset


@pytest.fixture(scope='module')
def config(tmp_path_factory):
    folder = tmp_path_factory.mktemp('many')
    return write_config(folder, write_phantom_dataset(folder / 'ph', 8, 2, 5, size=(150, 180), progress=False))


def uneven(samples):
    """Samples of which the first lacks most landmarks, and the first two their stage."""
    samples[0]['data_samples'].gt_instance_labels.keypoint_weights[:, 3:] = 0
    for sample in samples[:2]:
        sample['data_samples'].set_metainfo(dict(cvm_stage=None))
    return samples


def gradients(model, samples):
    model.zero_grad()
    module = getattr(model, 'module', model)
    data = module.data_preprocessor(pseudo_collate(samples), True)
    module.parse_losses(model(**data, mode='loss'))[0].backward()
    return torch.cat([value.grad.flatten() for value in module.parameters() if value.grad is not None])


def largest_difference(rank, config, work_dir, alone=False):
    """Largest difference of gradients between all processes' parts of a batch and the whole of it, and the largest."""
    if alone:
        total_weight.mean_over_processes = lambda value: value
    runner = training_runner(config, work_dir)
    dataset, count = runner.build_dataloader(runner._train_dataloader).dataset, runner.world_size
    model = runner.model
    model.module.init_weights()
    torch.manual_seed(0)
    for value in model.parameters():
        value.data.copy_(torch.randn(value.shape) * 0.2)
    for layer in model.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.eval()
    samples = uneven([dataset[index] for index in range(2 * count)])
    whole = gradients(model.module, samples)
    parts = gradients(model, samples[2 * rank : 2 * rank + 2])
    return (whole - parts).abs().max().item(), whole.abs().max().item()


@pytest.mark.parametrize('count', [2, 3])
def test_gradients_are_those_of_the_whole_batch(config, tmp_path, count):
    for difference, largest in run_together(count, largest_difference, config, tmp_path):
        assert largest > 0.1 and difference < 1e-6 * max(1, largest)


def test_gradients_differ_where_each_process_divides_by_its_own_weights(config, tmp_path):
    ((difference, largest), _) = run_together(2, largest_difference, config, tmp_path, True)
    assert difference > 0.01 * largest
