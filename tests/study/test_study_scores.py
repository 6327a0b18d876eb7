import math

import numpy as np
import pytest

from aariz_mm.study.assembly import read_study
from aariz_mm.study.comparisons import ALL, INTER, INTRA, MEAN, MODEL
from aariz_mm.study.replacing import Margins
from aariz_mm.study.scores import score_study
from aariz_mm.study.sources import parse_sources
from aariz_mm.study.summary import study_sentences


def score(*texts, models=(), pixel_size='0.1', **options):
    sources, root = parse_sources(list(texts), list(models), None, None)
    study = read_study(sources, pixel_size, root)
    return study, score_study(study, **options)


def of_kind(scores, kind):
    return [one for one in scores.comparisons if one.comparison.kind == kind]


def test_planted_bias_and_spread_of_a_reader_are_recovered(read_as):
    # Readers with SD 0.4 and 0.3 mm a coordinate: differences have 0.5; the bias is 1 mm right and 0.5 mm down.
    _, scores = score(read_as('kim', bias_mm=(1.0, 0.5), sd_mm=0.4), read_as('lee', sd_mm=0.3, seed=1))
    landmarks = [one for symbol, one in of_kind(scores, INTER)[0].landmarks.items() if symbol != ALL]
    assert np.mean([one.x.bias for one in landmarks]) == pytest.approx(1.0, abs=0.05)
    assert np.mean([one.y.bias for one in landmarks]) == pytest.approx(0.5, abs=0.05)
    assert np.mean([one.x.sem for one in landmarks]) == pytest.approx(0.5 / math.sqrt(2), abs=0.03)
    assert np.mean([one.y.dahlberg for one in landmarks]) == pytest.approx(math.sqrt(0.5 / 2), abs=0.04)
    assert all(one.x.systematic for one in landmarks)


def test_repeats_give_the_spread_of_the_reader_himself(read_as):
    _, scores = score(read_as('kim', sd_mm=0.4), read_as('kim@2', sd_mm=0.4, seed=5, folder='again'))
    intra = of_kind(scores, INTRA)[0]
    dahlberg = [one.x.dahlberg for symbol, one in intra.landmarks.items() if symbol != ALL]
    assert np.mean(dahlberg) == pytest.approx(0.4, abs=0.03)
    repeatability = [one.x.repeatability for symbol, one in intra.landmarks.items() if symbol != ALL]
    assert np.mean(repeatability) == pytest.approx(2.77 * 0.4, abs=0.1)
    marked = [one.x.systematic for symbol, one in intra.landmarks.items() if symbol != ALL]
    assert np.mean(marked) < 0.35  # without a bias a tenth is marked by chance


def test_kinds_of_comparisons_of_two_readers_a_repeat_and_a_model(read_as):
    texts = read_as('kim'), read_as('lee', seed=1), read_as('kim@2', seed=2, folder='again')
    _, scores = score(*texts, models=[read_as('net', seed=3)])
    kinds = [one.comparison.kind for one in scores.comparisons]
    assert kinds == [INTRA, INTER, MODEL, MODEL, MEAN]


def test_swapping_the_readers_turns_biases_and_nothing_else(read_as):
    kim, lee = read_as('kim', bias_mm=(1.0, 0.0)), read_as('lee', seed=1)
    one, other = (of_kind(score(*texts)[1], INTER)[0] for texts in ((kim, lee), (lee, kim)))
    for symbol in ('S', 'Go'):
        assert one.landmarks[symbol].x.bias == pytest.approx(-other.landmarks[symbol].x.bias)
        assert one.landmarks[symbol].dahlberg == pytest.approx(other.landmarks[symbol].dahlberg)
    sna, sna_other = one.measurements['SNA'], other.measurements['SNA']
    assert sna.error.bias == pytest.approx(-sna_other.error.bias)
    assert sna.pair.summary.icc_interval == pytest.approx(sna_other.pair.summary.icc_interval)


def test_model_that_reads_as_a_third_reader_may_replace_one_and_a_biased_one_may_not(read_as):
    readers = read_as('kim'), read_as('lee', seed=1)
    models = [read_as('good', seed=2), read_as('shifted', bias_mm=(2.0, 0.0), seed=3)]
    _, scores = score(*readers, models=models)
    good, shifted = scores.models
    assert good.replacing[ALL].interchangeable and abs(good.replacing[ALL].index) < 0.1
    assert not shifted.replacing[ALL].interchangeable and shifted.replacing[ALL].low > 0.5
    centred = shifted.replacing_centred[ALL]  # its shift is constant, so nothing of it is left
    assert abs(centred.index) < 0.1 and centred.interchangeable
    assert good.means['ANB'].equivalent  # a shift of the whole head would change no angle


def test_readers_stand_half_of_their_distance_from_their_mean(read_as):
    _, scores = score(read_as('kim'), read_as('lee', seed=1))
    apart, to_mean = of_kind(scores, INTER)[0].landmarks[ALL], scores.reader_to_mean
    assert to_mean.radial == pytest.approx(apart.radial / 2) and to_mean.high == pytest.approx(apart.high / 2)
    assert math.isnan(to_mean.dahlberg) and to_mean.n == apart.n


def test_sentences_claim_no_more_than_was_shown(read_as):
    study, scores = score(read_as('kim'), read_as('lee', seed=1), models=[read_as('shifted', (2.0, 0.0), seed=3)])
    text = ' '.join(study_sentences(study, scores))
    assert 'not shown to be below the margin of 0.5 mm' in text and 'does raise the disagreement' in text
    assert 'apart, and each of them' in text and 'from their mean' in text


def test_one_reader_and_a_model_are_compared_and_nothing_is_claimed(read_as):
    study, scores = score(read_as('kim'), models=[read_as('net', seed=1)])
    assert [one.comparison.kind for one in scores.comparisons] == [MODEL] and not scores.models
    assert 'no model can be said to replace one' in ' '.join(study_sentences(study, scores))


def test_in_pixels_no_margin_of_a_distance_is_stated(read_as):
    texts = read_as('kim'), read_as('lee', seed=1)
    study, scores = score(*texts, models=[read_as('net', seed=2)], pixel_size=None)
    model = scores.models[0]
    assert math.isnan(model.replacing[ALL].margin) and not model.replacing[ALL].interchangeable
    assert model.replacing_measurements['SNA'].margin == 0.5 and 'S-Go' not in model.means
    assert 'no margin is stated in pixels' in ' '.join(study_sentences(study, scores))


def test_margins_are_those_of_the_user(read_as):
    texts = read_as('kim'), read_as('lee', seed=1)
    _, scores = score(*texts, models=[read_as('net', seed=2)], margins=Margins(0.01, 0.001))
    assert not scores.models[0].means['SNA'].equivalent and scores.models[0].replacing['S'].margin == 0.001


def test_three_readers_have_iccs_and_fleiss(read_as):
    _, scores = score(read_as('a'), read_as('b', seed=1), read_as('c', seed=2))
    assert len(of_kind(scores, INTER)) == 3
    icc = scores.readers.icc['SNA']['ICC(2,1)']
    assert icc.low < icc.value < icc.high and scores.readers.fleiss['skeletal_class']['n'] == 40


def test_directions_along_s_n_are_those_of_a_turned_picture(read_as, tmp_path):
    kim, lee = read_as('kim', bias_mm=(1.0, 0.0), sd_mm=0.01), read_as('lee', sd_mm=0.01, seed=1)
    _, plain = score(kim, lee)
    _, turned = score(kim, lee, frame='sn')
    one, other = (of_kind(scores, INTER)[0].landmarks['Go'] for scores in (plain, turned))
    assert one.x.bias == pytest.approx(1.0, abs=0.02) and one.y.bias == pytest.approx(0.0, abs=0.02)
    # S-N rises forward, so a shift to the right goes forward and, seen from S-N, a little down.
    assert math.hypot(other.x.bias, other.y.bias) == pytest.approx(1.0, abs=0.02) and other.y.bias > 0.05
    assert other.radial == pytest.approx(one.radial)


def test_unknown_frame_is_refused(read_as):
    with pytest.raises(ValueError, match="frame 'ear'"):
        score(read_as('kim'), read_as('lee', seed=1), frame='ear')
