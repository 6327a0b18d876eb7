import copy
import math

import numpy as np
import pytest

from aariz_mm.engine.metrics import RadialErrorMetric

META = dict(keypoint_id2name={0: 'S', 1: 'N', 2: 'A'}, protocol=dict(truth='official', split='test'))


def make_sample(img_id, shifts_px, visible, pixel_size_mm, sn_mm_per_px, input_scale):
    """Truth at (100, 200), (300, 400), (500, 600); predictions shifted from it; 512 x 512 network input."""
    truth = np.array([[[100, 200], [300, 400], [500, 600]]], dtype=np.float32)
    return dict(
        img_id=img_id,
        gt_instances=dict(keypoints=truth, keypoints_visible=np.array([visible], dtype=np.float32)),
        pred_instances=dict(keypoints=truth + np.array([shifts_px], dtype=np.float32)),
        pixel_size_mm=pixel_size_mm,
        sn_mm_per_px=sn_mm_per_px,
        input_size=(512, 512),
        input_scale=np.array(input_scale, dtype=np.float32),
    )


@pytest.fixture
def samples():
    """Errors 5, 10, 20 px at 0.1 mm and half the pixels; 13, -, 25 px at 0.2 mm and a quarter, without an S-N scale."""
    return [
        make_sample('a', [(3, 4), (6, 8), (12, 16)], (1, 1, 1), 0.1, 0.15, (1024, 1024)),
        make_sample('b', [(5, 12), (90, 90), (7, 24)], (1, 0, 1), 0.2, math.nan, (2048, 2048)),
    ]


def evaluate(samples, meta=META, **kwargs):
    metric = RadialErrorMetric(**kwargs)
    metric.dataset_meta = meta
    for sample in samples:
        metric.process(None, [sample])
    return metric.evaluate(size=len(samples))


def test_radial_error_metric_gives_mean_and_sd_in_mm(samples):
    scores = evaluate(samples)
    errors_mm = [0.5, 1.0, 2.0, 2.6, 5.0]  # sum 11.1, sum of squares 37.01
    assert scores['MRE_mm'] == pytest.approx(sum(errors_mm) / 5)
    assert scores['SD_mm'] == pytest.approx(math.sqrt(37.01 / 5 - 2.22**2))


def test_radial_error_metric_gives_success_rates(samples):
    scores = evaluate(samples)
    assert scores['SDR_2.0mm'] == scores['SDR_2.5mm'] == pytest.approx(60)
    assert scores['SDR_3.0mm'] == scores['SDR_4.0mm'] == pytest.approx(80)


def test_radial_error_metric_gives_pixels_of_the_original_and_of_the_input(samples):
    scores = evaluate(samples)
    assert scores['MRE_px'] == pytest.approx((5 + 10 + 20 + 13 + 25) / 5)
    assert scores['MRE_input_px'] == pytest.approx((2.5 + 5 + 10 + 3.25 + 6.25) / 5)


def test_radial_error_metric_scales_to_sn70_where_the_scale_is_known(samples):
    assert evaluate(samples)['MRE_sn70_mm'] == pytest.approx(0.15 * (5 + 10 + 20) / 3)


def test_radial_error_metric_gives_each_landmark(samples):
    scores = evaluate(samples)
    assert scores['MRE_mm/S'] == pytest.approx((0.5 + 2.6) / 2)
    assert scores['MRE_mm/N'] == pytest.approx(1.0)
    assert scores['MRE_mm/A'] == pytest.approx((2.0 + 5.0) / 2)


def test_radial_error_metric_counts_what_it_scored(samples):
    scores = evaluate(samples)
    assert (scores['num_images'], scores['num_landmarks']) == (2, 5)


def test_radial_error_metric_changes_with_the_mask(samples):
    samples[1]['gt_instances']['keypoints_visible'][0, 1] = 1
    assert evaluate(samples)['MRE_mm'] == pytest.approx((11.1 + 0.2 * math.hypot(90, 90)) / 6, rel=1e-6)


def test_radial_error_metric_ignores_a_prediction_without_truth(samples):
    expected = evaluate(samples)
    samples[1]['pred_instances']['keypoints'][0, 1] = math.nan
    assert evaluate(samples) == pytest.approx(expected, nan_ok=True)


def test_radial_error_metric_takes_its_own_thresholds_and_can_be_brief(samples):
    scores = evaluate(samples, thresholds_mm=[1.0], per_landmark=False)
    assert scores['SDR_1.0mm'] == pytest.approx(40)
    assert not [key for key in scores if key.startswith(('SDR_2', 'MRE_mm/'))]


def test_radial_error_metric_leaves_the_samples_alone(samples):
    before = copy.deepcopy(samples)
    evaluate(samples)
    np.testing.assert_equal(samples, before)


def test_radial_error_metric_forgets_after_evaluation(samples):
    metric = RadialErrorMetric()
    metric.dataset_meta = META
    metric.process(None, samples)
    metric.evaluate(size=2)
    metric.process(None, samples[:1])
    assert metric.evaluate(size=1)['MRE_px'] == pytest.approx(35 / 3)


def test_radial_error_metric_drops_what_the_sampler_repeated(samples):
    metric = RadialErrorMetric()
    metric.dataset_meta = META
    metric.process(None, [*samples, samples[0]])  # a distributed sampler fills the last batch up
    assert metric.evaluate(size=2)['num_images'] == 2


def test_radial_error_metric_rejects_a_diverged_model(samples):
    samples[0]['pred_instances']['keypoints'][0, 0] = math.nan
    with pytest.raises(ValueError, match='not finite where there is a truth'):
        evaluate(samples)


def with_extras(samples):
    """The samples as the dataset makes them: with file, device, and two readers 10 px apart."""
    for sample, device in zip(samples, ('ART Plus', 'Smart3D'), strict=True):
        truth = sample['gt_instances']['keypoints'][0]
        sample.update(
            img_path=f'x/{sample["img_id"]}.png', device=device, readers_px=np.stack([truth, truth + np.array([6, 8])])
        )
    return samples


def test_radial_error_metric_keeps_the_cases(samples):
    metric = RadialErrorMetric()
    metric.dataset_meta = META
    assert metric.cases is None
    metric.process(None, with_extras(samples))
    metric.evaluate(size=2)
    cases = metric.cases
    assert (cases.symbols, cases.img_ids, cases.img_paths) == (('S', 'N', 'A'), ('a', 'b'), ('x/a.png', 'x/b.png'))
    assert cases.devices == ('ART Plus', 'Smart3D') and cases.readers_px.shape == (2, 2, 3, 2)
    np.testing.assert_allclose(cases.errors_mm(), [[0.5, 1, 2], [2.6, np.nan, 5]])
    np.testing.assert_allclose(cases.input_px_per_px, [0.5, 0.25])


def test_radial_error_metric_keeps_cases_of_samples_that_tell_less(samples):
    metric = RadialErrorMetric()
    metric.dataset_meta = META
    metric.process(None, samples)
    scores = metric.evaluate(size=2)
    assert metric.cases.devices == metric.cases.img_paths == ('', '') and len(metric.cases.readers_px) == 0
    assert not [key for key in scores if '@' in key or key.startswith('readers')]


def test_radial_error_metric_scores_devices_and_readers(samples):
    scores = evaluate(with_extras(samples))
    assert scores['MRE_mm@ART Plus'] == pytest.approx(3.5 / 3) and scores['MRE_mm@Smart3D'] == pytest.approx(3.8)
    assert scores['readers/MRE_mm'] == pytest.approx((3 * 1 + 3 * 2) / 6)


def test_radial_error_metric_gives_no_readers_where_images_differ_in_them(samples, log):
    with_extras(samples)[1]['readers_px'] = np.empty((0, 3, 2))
    assert 'readers/MRE_mm' not in evaluate(samples)
    assert 'images differ in their number of readers' in log.text


def test_radial_error_metric_logs_tables_and_failures(samples, log):
    scores = evaluate(with_extras(samples))
    assert scores['num_failures'] == 1
    assert 'Smart3D' in log.text and 'readers' in log.text
    assert '1 landmarks of 5 are off by more than 4 mm' in log.text and 'x/b.png' in log.text


def test_radial_error_metric_scores_without_leaks(samples, log, tmp_path):
    path = tmp_path / 'leaks.json'
    path.write_text('["b", "elsewhere"]')
    scores = evaluate(samples, leaks=str(path))
    assert scores['leak_free/MRE_mm'] == pytest.approx(3.5 / 3) and scores['leak_free/num_images'] == 1
    assert 'leaks: 1 of the 2 listed images are among the 2 scored ones' in log.text
    assert evaluate(samples, leaks=['elsewhere'])['leak_free/num_images'] == 2
    assert 'is it the list of this dataset?' in log.text


def test_radial_error_metric_rejects_settings_at_once(tmp_path):
    with pytest.raises(ValueError, match='isbi20'):
        RadialErrorMetric(subsets=['isbi20'])
    with pytest.raises(FileNotFoundError, match='no such file'):
        RadialErrorMetric(leaks=str(tmp_path / 'nowhere.json'))
