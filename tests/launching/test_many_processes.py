"""Two and three processes on the CPU against one: gradients, training, scores. Each number of them is started once."""

import numpy as np
import pytest
import torch
from mmengine.dataset import pseudo_collate
from mmengine.model import MMDistributedDataParallel
from mmengine.registry import init_default_scope
from mmpose.registry import DATASETS, MODELS
from process_groups import run_together
from small_launches import scoring_runner, training_runner, write_config

from aariz_mm.evaluation.case_files import collect_cases, write_cases
from aariz_mm.launching.configs import load_config
from aariz_mm.launching.joining import join_processes
from aariz_mm.models.losses import total_weight
from aariz_mm.phantom import write_phantom_dataset
from aariz_mm.radiographs.cache import ImageCache

MORE = "sync_bn = None\nenv_cfg = dict(dist_cfg=dict(backend='nccl', timeout=60))\n"


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
    return torch.cat([value.grad.flatten() for value in module.parameters()])


def largest_difference(rank, count, config):
    """Largest difference of gradients between the parts of a batch and the whole of it, by the largest of them."""
    torch.manual_seed(0)
    model = MODELS.build(config.model)
    for value in model.parameters():
        value.data.copy_(torch.randn(value.shape) * 0.2)
    for layer in model.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.eval()
    dataset = DATASETS.build(config.train_dataloader.dataset)
    samples = uneven([dataset[index] for index in range(2 * count)])
    parts = gradients(MMDistributedDataParallel(model, broadcast_buffers=False), samples[2 * rank : 2 * rank + 2])
    whole = gradients(model, samples)
    return ((whole - parts).abs().max() / whole.abs().max()).item()


def differences(rank, count, config):
    """:func:`largest_difference`, and that of losses which divide by the weights of their own process."""
    ours, alone = total_weight.mean_over_processes, lambda value: value
    found = [largest_difference(rank, count, config)]
    total_weight.mean_over_processes = alone
    found.append(largest_difference(rank, count, config))
    total_weight.mean_over_processes = ours
    return found


def scores_and_cases(config, folder, checkpoint, launcher):
    runner = scoring_runner(config, folder / 'test', str(checkpoint), launcher, folder / 'shown')
    scores, metrics = runner.test(), runner.test_loop.evaluator.metrics
    if runner.rank:
        return scores, None
    cases = collect_cases(metrics, runner.test_dataloader.dataset.metainfo)
    return scores, write_cases(folder / 'cases.json', cases).read_bytes()


def training_facts(config, folder):
    runner = training_runner(config, folder / 'train', scale=True)
    facts = dict(seed=torch.initial_seed(), draw=np.random.rand())
    runner.train()
    facts['images'] = list(runner.train_dataloader.sampler)
    facts['buffers'] = torch.cat([value.flatten() for value in runner.model.buffers()])
    facts['rate'] = runner.message_hub.get_scalar('train/lr').data[0].max()
    return facts


def work(rank, count, config_path, folder, checkpoint):
    config = load_config(config_path)
    note = join_processes('pytorch', dict(backend='nccl', timeout=60))
    init_default_scope('mmpose')
    cache = ImageCache(folder / 'cache', (64, 80))
    pixels = [cache.load(path)[0].sum() for path in sorted((config_path.parent / 'ph').rglob('*.png'))]
    return dict(
        note=note, differences=differences(rank, count, config), pixels=pixels,
        tested=scores_and_cases(config_path, folder, checkpoint, 'pytorch'),
        trained=training_facts(config_path, folder) if count == 2 else None,
    )  # fmt: skip


@pytest.fixture(scope='module')
def one(tmp_path_factory):
    """Config, checkpoint, scores and cases, and folder of one process; no Runner looks long at the machine."""
    folder = tmp_path_factory.mktemp('one')
    patch = pytest.MonkeyPatch()
    patch.setattr('mmengine.runner.Runner._log_env', lambda self, env_cfg: None)
    config = write_config(folder, write_phantom_dataset(folder / 'ph', 8, 2, 5, size=(150, 180), progress=False), MORE)
    training_runner(config, folder / 'train', 'none').train()
    checkpoint = folder / 'train' / 'epoch_4.pth'
    yield config, checkpoint, scores_and_cases(config, folder, checkpoint, 'none'), folder
    patch.undo()


@pytest.fixture(scope='module')
def launched(one, tmp_path_factory):
    """Function that gives the folder of some processes and what they found."""
    done = {}

    def launch(count):
        if count not in done:
            folder = tmp_path_factory.mktemp('many')
            done[count] = folder, run_together(count, work, count, one[0], folder, one[1])
        return done[count]

    return launch


some = pytest.mark.parametrize('count', [2, 3])


@some
def test_gradients_are_those_of_the_whole_batch(launched, count):
    assert all(found['differences'][0] < 1e-6 for found in launched(count)[1])


def test_gradients_differ_where_each_process_divides_by_its_own_weights(launched):
    assert all(found['differences'][1] > 0.01 for found in launched(2)[1])


@some
def test_scores_are_exactly_those_of_one_process(launched, one, count):
    (scores, _), *others = [found['tested'] for found in launched(count)[1]]
    timeless = {key: value for key, value in one[2][0].items() if 'time' not in key}
    np.testing.assert_equal({key: scores[key] for key in timeless}, timeless)
    assert len(timeless) > 100 and timeless['num_images'] == 5 and all(found[1] is None for found in others)


@some
def test_cases_are_exactly_those_of_one_process_in_their_order(launched, one, count):
    assert launched(count)[1][0]['tested'][1] == one[2][1]


@some
def test_every_image_is_drawn_once(launched, one, count):
    shown = [sorted(path.name for path in (folder / 'shown').iterdir()) for folder in (launched(count)[0], one[3])]
    assert shown[0] == shown[1] and len(shown[0]) == 5


def test_one_line_says_that_gloo_took_the_place_of_nccl(launched):
    found = launched(2)[1]
    assert {each['note'] for each in found} == {'no GPU: 2 processes on the CPU, by gloo in place of nccl'}


def test_cache_is_built_once_by_all(launched):
    folder, found = launched(2)
    assert found[0]['pixels'] == found[1]['pixels'] and len(list((folder / 'cache').rglob('*.npy'))) == 15


def test_each_process_draws_its_own_random_numbers(launched):
    first, second = (found['trained'] for found in launched(2)[1])
    assert (first['seed'], second['seed']) == (0, 1) and first['draw'] != second['draw']


def test_processes_share_the_images_of_an_epoch(launched):
    first, second = (found['trained']['images'] for found in launched(2)[1])
    assert sorted(first + second) == list(range(8))


def test_auto_scale_lr_counts_the_processes(launched):
    assert launched(2)[1][0]['trained']['rate'] == pytest.approx(2e-3, rel=0.01)  # 2 of 2 images by a base of 2


def test_checkpoint_has_the_mean_statistics_of_all(launched):
    folder, found = launched(2)
    first, second = (each['trained']['buffers'] for each in found)
    saved = torch.load(folder / 'train' / 'epoch_4.pth', weights_only=False)['state_dict']
    means = torch.cat([value.flatten() for key, value in saved.items() if 'running_mean' in key])
    assert torch.equal(first, second) and all(value in first for value in means)


def test_first_process_alone_writes(launched):
    names = sorted(path.name for path in (launched(2)[0] / 'train').iterdir())
    assert [name for name in names if name.endswith('.pth')] == [f'epoch_{epoch}.pth' for epoch in range(1, 5)]
    assert len(names) == 7  # with the config, last_checkpoint and one folder of logs
