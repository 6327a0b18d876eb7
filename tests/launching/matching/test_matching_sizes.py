"""One input size and one codec in pipeline, targets and head."""

import pytest

PHANTOM = 'phantom_lite0'
TRAIN, VAL = 'train_dataloader.dataset.pipeline', 'val_dataloader.dataset.pipeline'
DECODER = 'model.head.decoder'


def test_input_of_training_differs_from_its_targets(mismatches):
    (line,) = mismatches(PHANTOM, {f'{TRAIN}.3.input_size': [192, 240]})
    assert line.startswith(f'{TRAIN}.7.encoder.input_size=[256,320], but {TRAIN}.3 (CephalogramAffine) makes')
    assert '[192,240] (w, h)' in line


def test_input_of_validation_differs_from_what_the_head_reads(mismatches):
    (line,) = mismatches(PHANTOM, {f'{VAL}.2.input_size': [192, 240]})
    assert line.startswith(f'{DECODER}.input_size=[256,320], but {VAL}.2 (CephalogramAffine)')


def test_a_decoder_of_twice_the_size_would_score_in_silence(mismatches):
    (line,) = mismatches(PHANTOM, {f'{DECODER}.input_size': [512, 640], f'{DECODER}.heatmap_size': [64, 80]})
    assert line.startswith(f'{DECODER}.input_size=[512,640], but val_dataloader')


def test_input_of_testing_is_looked_at_when_testing(mismatches):
    settings = {'test_dataloader.dataset.pipeline.2.input_size': [192, 240]}
    (line,) = mismatches(PHANTOM, settings, ['test'])
    assert 'test_dataloader.dataset.pipeline.2 (CephalogramAffine) makes an input of [192,240]' in line
    assert mismatches(PHANTOM, settings) == []


@pytest.mark.parametrize(
    ('name', 'key', 'value'),
    [
        (PHANTOM, 'heatmap_size', [128, 160]),
        ('isbi2015_lite0_msra_320', 'sigma', 3.0),
        ('isbi2015_lite0_simcc_320', 'simcc_split_ratio', 3.0),
        ('isbi2015_lite0_udp_320', 'heatmap_type', 'combined'),
    ],
)
def test_encoder_and_decoder_state_one_codec(name, key, value, mismatches):
    found = mismatches(name, {f'{TRAIN}.7.encoder.{key}': value})
    assert any(f'decoder.{key}=' in line and f'{TRAIN}.7.encoder.{key}=' in line for line in found)


def test_a_codec_of_another_kind_is_named(mismatches):
    codec = dict(type='UDPHeatmap', input_size=(256, 320), heatmap_size=(64, 80), sigma=2.0)
    (line,) = mismatches('isbi2015_lite0_msra_320', {f'{TRAIN}.7.encoder': dict(codec, _delete_=True)})
    assert 'decoder is a MSRAHeatmap' in line and 'targets of a UDPHeatmap' in line


def test_what_only_decodes_may_differ(mismatches):
    assert mismatches(PHANTOM, {f'{DECODER}.radius_cells': 3}) == []
    assert mismatches('isbi2015_lite0_msra_320', {'model.head.head.decoder.unbiased': True}) == []


def test_head_states_the_size_of_its_codec(mismatches):
    found = mismatches('isbi2015_lite0_rtmcc_320', {'model.head.head.input_size': (192, 240)})
    assert found[0].startswith('model.head.head.input_size=[192,240], but model.head.head.decoder.input_size=[256,320]')


def test_crops_and_members_have_frames_of_their_own(mismatches):
    assert mismatches('isbi2015_lite0_refined') == []
    key = 'model.members.whole.input_size'
    (line,) = mismatches('isbi2015_lite0_mixed_ensemble', {key: (384, 480)}, ['test'])
    assert line.startswith('model.members.whole.model.head.decoder.input_size=[768,960]') and '[384,480]' in line


@pytest.mark.parametrize('name', ['mean', 'std'])
def test_preprocessor_has_a_value_for_each_channel(name, mismatches):
    (line,) = mismatches(PHANTOM, {f'model.data_preprocessor.{name}': [127.0, 127.0]})
    assert line.startswith(f'model.data_preprocessor.{name} has 2 values, but an image has 3 channels')
    assert mismatches(PHANTOM, {f'model.data_preprocessor.{name}': [127.0]}) == []


def test_a_grey_image_does_not_fit_a_preprocessor_of_three_channels(mismatches):
    load = dict(type='LoadImage', color_type='grayscale', _delete_=True)
    found = mismatches(PHANTOM, {f'{TRAIN}.0': load, f'{VAL}.0': load, 'test_dataloader.dataset.pipeline.0': load})
    assert 'model.data_preprocessor.mean has 3 values, but an image has 1 channels' in found[0]


@pytest.mark.parametrize('kind', ['PoseDataPreprocessor', 'mmpose.PoseDataPreprocessor', 'ImgDataPreprocessor'])
def test_one_channel_does_not_fit_a_preprocessor_of_mmpose(kind, mismatches):
    (line,) = mismatches(PHANTOM, {'model.data_preprocessor.type': kind})
    assert line.startswith(f'{TRAIN}.') and 'packs one channel' in line
    assert 'set model.data_preprocessor.type=CephalogramPreprocessor' in line


@pytest.mark.parametrize('kind', ['PoseDataPreprocessor', 'CephalogramPreprocessor'])
def test_three_channels_fit_either_preprocessor(kind, mismatches):
    packing = {f'{TRAIN}.8': False, f'{VAL}.3': False, 'test_dataloader.dataset.pipeline.3': False}
    settings = {f'{step}.one_channel': value for step, value in packing.items()} | {f'{TRAIN}.6.on_batch': False}
    assert mismatches(PHANTOM, {**settings, 'model.data_preprocessor.type': kind}) == []


def test_noise_on_the_batch_needs_a_packing_that_carries_it(mismatches):
    packing = (f'{TRAIN}.8', f'{VAL}.3', 'test_dataloader.dataset.pipeline.3')
    (line,) = mismatches(PHANTOM, {f'{step}.one_channel': False for step in packing})
    assert line.startswith(f'{TRAIN}.6 (RandomGaussianNoise)') and f'set {TRAIN}.6.on_batch=False' in line
