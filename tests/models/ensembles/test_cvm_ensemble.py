"""Ensembles of small classifiers with random weights; the members' checkpoints are as the Runner writes them."""

from copy import deepcopy

import pytest
import torch
from mmengine.registry import DefaultScope
from mmpose.registry import MODELS
from mmpretrain.structures import DataSample

from aariz_mm.models.ensembles import CVMEnsemble
from aariz_mm.models.ensembles.views import View, resize

MEMBER = dict(
    type='mmpretrain.ImageClassifier',
    data_preprocessor=dict(type='mmpretrain.ClsDataPreprocessor', mean=[127.0] * 3, std=[128.0] * 3),
    backbone=dict(type='mmpretrain.ResNet', depth=18, stem_channels=4, base_channels=4, norm_cfg=dict(type='BN')),
    head=dict(type='CVMHead', in_channels=32, ordinal=False),
)
ENTRY = dict(config='m', model=MEMBER)


@pytest.fixture(autouse=True)
def mmpose_scope():
    torch.manual_seed(0)
    with DefaultScope.overwrite_default_scope('mmpose'):
        yield


@pytest.fixture
def inputs():
    return torch.randn(3, 3, 32, 32)


def build_member():
    return MODELS.build(deepcopy(MEMBER)).eval()


def save(model, path, **meta):
    torch.save(dict(state_dict=model.state_dict(), meta=meta), path)
    return str(path)


def save_certain(probabilities, path):
    """Checkpoint of a member that gives the same probabilities whatever it sees."""
    model = build_member()
    torch.nn.init.zeros_(model.head.stages.weight)
    model.head.stages.bias.data = torch.tensor(probabilities).log()
    return save(model, path)


def build_ensemble(checkpoints, **kwargs):
    return MODELS.build(dict(type='CVMEnsemble', member=MEMBER, checkpoints=checkpoints, **kwargs)).eval()


@pytest.fixture
def certain_pair(tmp_path):
    """Two members: the median of the first is stage 2, that of the second stage 6, and that of their mean stage 5."""
    return [
        save_certain([0.3, 0.4, 0.1, 0.1, 0.05, 0.05], tmp_path / 'a.pth'),
        save_certain([0.02, 0.02, 0.02, 0.02, 0.32, 0.6], tmp_path / 'b.pth'),
    ]


def test_ensemble_averages_probabilities_and_decides_on_the_mean(certain_pair, inputs):
    mean = torch.tensor([0.16, 0.21, 0.06, 0.06, 0.185, 0.325])
    samples = build_ensemble(certain_pair, views=[{}, dict(rotation_deg=5)])(inputs, mode='predict')
    torch.testing.assert_close(samples[2].pred_score, mean)
    # Up to stage 4 there is 0.49, so the median is stage 5 (label 4), though stage 6 is the likeliest.
    assert [sample.pred_label.tolist() for sample in samples] == [[4]] * 3
    # 0.16 + 0.42 + 0.18 + 0.24 + 0.925 + 1.95
    torch.testing.assert_close(samples[0].cvm_expected_stage, torch.tensor([3.875]))


@pytest.mark.parametrize(('decision', 'label'), [('argmax', 5), ('expected', 3)])
def test_ensemble_decides_by_the_rule_of_its_member(certain_pair, inputs, decision, label):
    member = dict(MEMBER, head=dict(MEMBER['head'], decision=decision))
    sample = CVMEnsemble(member, certain_pair).eval()(inputs, mode='predict')[0]
    assert sample.pred_label.item() == label


def test_ensemble_of_one_at_the_identity_is_the_member_to_the_last_bit(tmp_path, inputs):
    member = build_member()
    ensemble = build_ensemble([save(member, tmp_path / 'a.pth')])
    for ours, theirs in zip(ensemble(inputs, mode='predict'), member(inputs, mode='predict'), strict=True):
        assert set(ours.keys()) == set(theirs.keys())
        assert all(torch.equal(ours.get(key), theirs.get(key)) for key in theirs.keys())  # noqa: SIM118


def test_ensemble_averages_over_members_and_views(tmp_path, inputs):
    members = [build_member(), build_member()]
    paths = [save(member, tmp_path / f'{index}.pth') for index, member in enumerate(members)]
    view = View(rotation_deg=20, scale=0.8, shift=(0.1, 0))
    expected = sum(
        member.head.probabilities(member(seen)) for member in members for seen in (inputs, view.warp(inputs))
    )
    views = [{}, dict(rotation_deg=20, scale=0.8, shift=(0.1, 0))]
    torch.testing.assert_close(build_ensemble(paths, views=views).mean_probabilities(inputs), expected / 4)


def test_members_see_the_crop_at_their_own_size(tmp_path, inputs):
    members = [build_member(), build_member()]
    paths = [save(member, tmp_path / f'{index}.pth') for index, member in enumerate(members)]
    seen = [resize(inputs, (64, 64)), inputs]
    expected = sum(member.head.probabilities(member(crop)) for member, crop in zip(members, seen, strict=True)) / 2
    ensemble = build_ensemble(paths, input_sizes=[(64, 64), None])
    torch.testing.assert_close(ensemble.mean_probabilities(inputs), expected)


def test_members_of_two_configs_predict_together(tmp_path, inputs):
    head = dict(MEMBER['head'], ordinal=True)
    configs = dict(plain=dict(config='a', model=MEMBER), ordinal=dict(config='b', model=dict(MEMBER, head=head)))
    members = [MODELS.build(deepcopy(entry['model'])).eval() for entry in configs.values()]
    paths = {name: save(member, tmp_path / f'{name}.pth') for name, member in zip(configs, members, strict=True)}
    expected = sum(member.head.probabilities(member(inputs)) for member in members) / 2
    ensemble = CVMEnsemble(members=configs, checkpoints=dict(reversed(paths.items()))).eval()
    torch.testing.assert_close(ensemble.mean_probabilities(inputs), expected)


@pytest.mark.parametrize(
    ('kwargs', 'reason'),
    [
        (dict(member=[MEMBER]), r'expected either member.*members=dict\(NAME=trained_by.*got a list and a NoneType'),
        (dict(members=dict(a=ENTRY, b=ENTRY)), 'expected either member.*got a dict and a dict'),
        (dict(member=None), 'expected either member.*got a NoneType and a NoneType'),
        (dict(member=None, members=dict(a=ENTRY, b=ENTRY), member_config='x'), 'member_config go with member'),
        (
            dict(member=None, members=dict(a=MEMBER)),
            r"CVMEnsemble: member 'a': expected model and config .*a=trained_by",
        ),
        (dict(member=None, members=dict(a=ENTRY)), r'2 checkpoints for 1 members, expected one for each of: a \(m\)'),
        (dict(input_sizes=[None] * 3), '3 input_sizes for 2 checkpoints; give one for each, in the same order'),
        (
            dict(member=None, members=dict(a=ENTRY, b=dict(config='n', model=dict(MEMBER, data_preprocessor=None)))),
            'the members have several data_preprocessors',
        ),
    ],
)
def test_settings_must_match_the_checkpoints(certain_pair, kwargs, reason):
    with pytest.raises(ValueError, match=reason):
        CVMEnsemble(**{'member': MEMBER, 'checkpoints': certain_pair, **kwargs})


def test_checkpoint_trained_by_another_config_is_refused(tmp_path):
    path = save(build_member(), tmp_path / 'a.pth', experiment_name='crop_224_20261127_155018')
    reason = r'CVMEnsemble: .*a\.pth was trained by crop_224; the ensemble has none of that config: 1 \(crop_320\)'
    with pytest.raises(ValueError, match=reason):
        CVMEnsemble(MEMBER, [path], member_config='crop_320')


def test_ensemble_gives_logits_of_the_mean_as_a_tensor(certain_pair, inputs):
    ensemble = build_ensemble(certain_pair)
    torch.testing.assert_close(ensemble(inputs).softmax(dim=1), ensemble.mean_probabilities(inputs))


def test_ensemble_takes_a_batch_as_the_runner_gives_it(certain_pair):
    picture = torch.randint(0, 256, (3, 32, 32), dtype=torch.uint8)
    sample = DataSample(metainfo=dict(img_id='x')).set_gt_label(3)
    with torch.no_grad():
        prediction = build_ensemble(certain_pair).test_step(dict(inputs=[picture], data_samples=[sample]))
    assert prediction[0] is sample and (sample.img_id, sample.gt_label.item(), sample.pred_label.item()) == ('x', 3, 4)


def test_members_keep_the_weights_of_their_checkpoints(certain_pair, inputs):
    ensemble = build_ensemble(certain_pair)
    before = ensemble(inputs)
    ensemble.init_weights()
    assert torch.equal(ensemble(inputs), before)


def test_checkpoint_of_another_model_is_refused(tmp_path):
    model = build_member()
    other = dict(MEMBER, head=dict(type='CVMHead', in_channels=32, ordinal=True))
    path = save(model, tmp_path / 'a.pth')
    with pytest.raises(ValueError, match=r'a\.pth is not of the model that the config describes.*head\.stages'):
        CVMEnsemble(other, [path])


def test_checkpoint_with_a_weight_missing_is_refused(tmp_path):
    model = build_member()
    del model.head.stages.bias
    with pytest.raises(ValueError, match=r'missing keys.*head\.stages\.bias'):
        build_ensemble([save(model, tmp_path / 'a.pth')])


def test_checkpoint_that_is_not_there_is_named(certain_pair):
    with pytest.raises(FileNotFoundError, match=r'c\.pth: no such checkpoint'):
        build_ensemble([*certain_pair, 'c.pth'])


@pytest.mark.parametrize('checkpoints', [[], 'a.pth'])
def test_ensemble_needs_a_list_of_checkpoints(checkpoints):
    with pytest.raises(ValueError, match='expected a list of at least one file; train the member by its own config'):
        CVMEnsemble(MEMBER, checkpoints)


def test_ensemble_needs_a_view(certain_pair):
    with pytest.raises(ValueError, match=r'no views; views=\[\{\}\] is the input as it is'):
        CVMEnsemble(MEMBER, certain_pair, views=[])


def test_ensemble_needs_members_with_a_stage_head(tmp_path):
    member = dict(MEMBER, head=dict(type='mmpretrain.ClsHead', loss=dict(type='mmpretrain.CrossEntropyLoss')))
    path = save(MODELS.build(deepcopy(member)), tmp_path / 'a.pth')
    with pytest.raises(ValueError, match='head of the member is a ClsHead, expected a CVMHead'):
        CVMEnsemble(member, [path])


@pytest.mark.parametrize(('mode', 'reason'), [('loss', 'does not train; train its member'), ('x', "mode='x'")])
def test_ensemble_does_not_train(certain_pair, inputs, mode, reason):
    with pytest.raises(ValueError, match=reason):
        build_ensemble(certain_pair)(inputs, mode=mode)


def test_config_of_the_member_is_left_alone(certain_pair):
    member = deepcopy(MEMBER)
    CVMEnsemble(member, certain_pair)
    assert member == MEMBER
