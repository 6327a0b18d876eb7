import json
from dataclasses import replace

import numpy as np
import pytest
from made_cases import build_cases, simulate_pair

from aariz_mm.evaluation.case_files import cases_path, write_cases
from aariz_mm.evaluation.comparison import holm
from aariz_mm.evaluation.comparison_text import check_comparison_path, comparison_as_json, format_comparison
from aariz_mm.evaluation.cvm import cvm_scores
from aariz_mm.evaluation.run_comparison import Recipe, Run, compare_runs, load_recipe, load_run


def scores_of(cases):
    return dict(MRE_mm=float(np.nanmean(cases.landmarks.errors_mm())))


def test_run_is_loaded_by_its_scores_or_by_its_cases(tmp_path):
    path, cases = tmp_path / 'm.json', build_cases()
    write_cases(cases_path(path), cases)
    path.write_text(json.dumps(scores_of(cases)))
    for given in (path, cases_path(path)):
        run = load_run(given)
        assert run.path == str(given)
        np.testing.assert_allclose(run.cases.landmarks.pred_px, cases.landmarks.pred_px)


def test_run_without_cases_is_named_with_the_cure(tmp_path):
    (tmp_path / 'm.json').write_text('{"MRE_mm": 1.5}')
    with pytest.raises(FileNotFoundError, match=r'm.json: m_cases.json.*is not beside it; score the checkpoint again'):
        load_run(tmp_path / 'm.json')


@pytest.mark.parametrize(('text', 'message'), [('{', 'no JSON'), ('[1]', 'a JSON list, expected the scores')])
def test_file_that_is_no_run_is_named(tmp_path, text, message):
    (tmp_path / 'm.json').write_text(text)
    with pytest.raises(ValueError, match=rf'm.json: {message}'):
        load_run(tmp_path / 'm.json')


def test_scores_beside_cases_of_another_test_are_found(tmp_path):
    path = tmp_path / 'm.json'
    write_cases(cases_path(path), build_cases())
    path.write_text(json.dumps(dict(MRE_mm=scores_of(build_cases())['MRE_mm'] + 0.01)))
    with pytest.raises(
        ValueError, match=r'm.json and m_cases.json are of different tests \(MRE_mm 2.3100 and 2.3000\)'
    ):
        load_run(path)


@pytest.mark.parametrize('other', [[1, 2, 3], [1, 2, 6], [2, 2, 4]])
def test_stage_scores_beside_cases_of_another_test_are_found(tmp_path, other):
    path, cases = tmp_path / 'm.json', replace(build_cases(), landmarks=None)
    write_cases(cases_path(path), cases)
    path.write_text(json.dumps(cvm_scores(cases.stages.true, cases.stages.pred)))
    assert load_run(path).cases.landmarks is None
    path.write_text(json.dumps(cvm_scores(cases.stages.true, other)))
    with pytest.raises(ValueError, match=r'm.json and m_cases.json are of different tests \(CVM_'):
        load_run(path)


def test_scores_of_a_kind_that_the_cases_lack_are_found(tmp_path):
    path, cases = tmp_path / 'm.json', build_cases()
    write_cases(cases_path(path), replace(cases, stages=None))
    path.write_text(json.dumps(scores_of(cases) | dict(CVM_mae=0.5)))
    with pytest.raises(ValueError, match=r'different tests \(CVM_mae 0.5000 and none\)'):
        load_run(path)


def test_scores_that_are_undefined_are_not_compared(tmp_path):
    path, same = tmp_path / 'm.json', dict(true=np.array([3, 3, 3]), pred=np.array([3, 3, 3]))
    write_cases(cases_path(path), build_cases(stages=same))
    path.write_text(json.dumps(dict(CVM_accuracy=1, CVM_qwk=None)))
    assert load_run(path).cases.stages.pred.tolist() == [3, 3, 3]


def test_better_run_is_named_with_its_gain():
    first, second = simulate_pair(0.1)
    text = format_comparison(compare_runs([Run('a.json', first), Run('b.json', second)], repeats=500))
    row = next(line for line in text.splitlines() if line.startswith('MRE'))
    assert row.endswith('B is better by 0.100')
    assert 'truth=mean' in text and '500 repeats, seed 0' in text and 'Holm' not in text
    assert 'another seed would change is not included' in text


def test_run_against_itself_shows_no_difference_with_any_seed():
    cases = simulate_pair(0)[0]
    for seed in (0, 1):
        text = format_comparison(compare_runs([Run('a', cases), Run('b', cases)], 200, seed))
        assert text.count('no difference (identical on every image)') == 2 and 'better' not in text


def test_several_runs_are_compared_with_the_first_and_corrected():
    first, second = simulate_pair(0.1)
    result = compare_runs([Run('a', first), Run('b', second), Run('c', first)], repeats=499)
    alone = result.comparisons[0][0].p_value
    assert alone < 0.01 and result.p_values[0][0] == pytest.approx(2 * alone) and result.p_values[1][0] == 1
    assert result.comparisons[1][0].identical
    text = format_comparison(result)
    assert 'Holm' in text and 'C - A' in text


def test_correction_goes_by_score_where_a_run_has_fewer():
    """The stages of two runs alone are compared, so their p-value stays."""
    both = build_cases()
    result = compare_runs([Run('a', both), Run('b', replace(both, stages=None)), Run('c', both)], repeats=50)
    assert [len(scores) for scores in result.p_values] == [2, 4]


def test_comparison_as_json_has_a_row_per_score_and_run():
    first, second = simulate_pair(0.1)
    content = comparison_as_json(compare_runs([Run('a', first), Run('b', second)], repeats=500))
    row = content['comparisons'][0]
    assert (row['score'], row['reference'], row['run'], row['better']) == ('MRE_mm', 'a', 'b', 'b')
    assert row['difference'] == pytest.approx(row['second'] - row['first']) and row['low'] < row['high'] < 0
    assert json.loads(json.dumps(content)) == content and content['repeats'] == 500


def test_runs_of_different_protocols_are_refused_with_both_values():
    runs = [Run('a.json', build_cases()), Run('b.json', build_cases(protocol=dict(truth='senior', split='test')))]
    with pytest.raises(ValueError, match=r'a.json and b.json were tested by different protocols') as caught:
        compare_runs(runs)
    assert 'truth: "mean" against "senior"' in str(caught.value)
    assert 'split: "valid" against "test"' in str(caught.value)


def test_nonsense_is_rejected():
    run = Run('a', build_cases())
    with pytest.raises(ValueError, match='1 run given, expected two or more'):
        compare_runs([run])
    with pytest.raises(ValueError, match='--repeats 0: expected 1 or more'):
        compare_runs([run, run], repeats=0)


def test_nothing_but_an_earlier_comparison_is_replaced(tmp_path):
    path = tmp_path / 'out.json'
    check_comparison_path(path)
    path.write_text(json.dumps(dict(comparisons=[])))
    check_comparison_path(path)
    path.write_text('{"MRE_mm": 1}')
    with pytest.raises(ValueError, match=r'out.json is no comparison and would be lost'):
        check_comparison_path(path)


def shifted(cases, px):
    """Another training of the same recipe: all of its landmarks lie further off."""
    moved = replace(cases.landmarks, pred_px=cases.landmarks.pred_px + np.array([px, 0]))
    return replace(cases, landmarks=moved)


def recipes(count, apart_px=0.4):
    """Two recipes, the second better by 0.1 mm; their trainings differ by up to ``apart_px``."""
    return [
        Recipe(name, tuple(Run(f'{name}{index}', shifted(cases, px)) for index, px in enumerate(shifts)))
        for name, cases, shifts in zip('pq', simulate_pair(0.1), [np.linspace(0, apart_px, count)] * 2, strict=True)
    ]


def test_recipes_tell_of_their_trainings_and_how_little_two_say():
    text = format_comparison(compare_runs(recipes(2)))
    assert 'A  p, 2 trainings: p0, p1' in text and '2 and 2 trainings: images and seeds are both drawn' in text
    assert 'SD between seeds may be 6.3 times that seen' in text and 'SD between seeds: MRE, mm 0.' in text
    assert 'not included' not in text and 'no difference shown' in text  # by two trainings with an SD of 0.03 mm


def test_trainings_that_differ_much_hide_what_images_alone_would_show():
    alike, apart = (compare_runs(recipes(3, px)).comparisons[0][0] for px in (0.1, 6))
    assert alike.better() == 'second' and apart.better() is None
    assert apart.high - apart.low > 3 * (alike.high - alike.low)


def test_recipe_against_a_single_training_is_compared():
    first, second = recipes(3)
    found = compare_runs([Recipe('p', first.trainings[:1]), second]).comparisons[0][0]
    assert found.trainings == (1, 3) and found.low < found.difference < found.high


def test_recipes_as_json_name_their_trainings():
    content = comparison_as_json(compare_runs(recipes(2)))
    assert content['runs'] == ['p', 'q'] and content['trainings'] == dict(p=['p0', 'p1'], q=['q0', 'q1'])
    row = content['comparisons'][0]
    assert row['trainings'] == [2, 2] and row['seed_sd'] > 0 and row['better'] is None


def write_run(path, cases):
    write_cases(cases_path(path), cases)
    path.write_text(json.dumps(scores_of(cases)))
    return path


def test_recipe_is_loaded_by_the_files_of_its_trainings(tmp_path):
    first, second = simulate_pair(0.1)
    paths = [write_run(tmp_path / f'{name}.json', cases) for name, cases in dict(a=first, b=second).items()]
    recipe = load_recipe('r', paths)
    assert recipe.path == 'r' and [run.path for run in recipe.trainings] == [str(path) for path in paths]


def test_recipe_of_one_training_twice_is_refused(tmp_path):
    paths = [write_run(tmp_path / f'{name}.json', simulate_pair(0)[0]) for name in 'ab']
    with pytest.raises(ValueError, match=r'a.json and .*b.json predict the same on every image'):
        load_recipe('r', paths)
    with pytest.raises(ValueError, match='--recipe r: no files'):
        load_recipe('r', [])


def test_recipe_of_trainings_tested_by_different_protocols_is_refused():
    first, second = recipes(2)
    cases = second.trainings[1].cases
    other = Run('q9', replace(cases, protocol=dict(cases.protocol, truth='senior')))
    with pytest.raises(ValueError, match='p0 and q9 were tested by different protocols'):
        compare_runs([first, Recipe('q', (second.trainings[0], other))])


def test_too_few_images_are_said():
    runs = [Run('a', build_cases()), Run('b', build_cases(stages=dict(pred=np.array([1, 3, 3]))))]
    text = format_comparison(compare_runs(runs))
    assert '3 images are too few for an interval' in text and 'not known' in text and 'nan' not in text


@pytest.mark.parametrize(('key', 'off', 'is_same'), [('MRE_mm', 0.0009, True), ('MRE_mm', 0.0011, False),
                                                     ('CVM_accuracy', 0.01, False), ('CVM_mae', -0.01, False),
                                                     ('CVM_qwk', 0.01, False), ('num_images', 9, True)])  # fmt: skip
def test_a_score_that_is_a_thousandth_off_is_of_another_test(tmp_path, key, off, is_same):
    path, cases = tmp_path / 'm.json', build_cases()
    write_cases(cases_path(path), cases)
    scores = scores_of(cases) | cvm_scores(cases.stages.true, cases.stages.pred, repeats=0) | dict(num_images=3)
    path.write_text(json.dumps(scores | {key: scores[key] + off}))
    if is_same:
        assert load_run(path).path == str(path)
    else:
        with pytest.raises(ValueError, match=rf'different tests \({key} '):
            load_run(path)


def test_repeats_and_seed_reach_the_comparison_and_one_repeat_is_enough():
    first, second = simulate_pair(0.02)
    runs = [Run('a', first), Run('b', second)]
    results = [compare_runs(runs, repeats, seed) for repeats, seed in ((99, 1), (99, 2), (98, 1))]
    assert len({one.comparisons for one in results}) == 3
    assert [(one.repeats, one.seed) for one in results] == [(99, 1), (99, 2), (98, 1)]
    assert compare_runs(runs, repeats=1).repeats == 1


def test_each_score_is_corrected_by_itself():
    cases = [simulate_pair(0.05, seed=0)[0], *(simulate_pair(0.05 * gain, seed=0)[1] for gain in (1, 2))]
    result = compare_runs([Run(str(index), one) for index, one in enumerate(cases)], repeats=200)
    for place, score in enumerate(('MRE_mm', 'SDR_2.0mm')):
        alone = [scores[place].p_value for scores in result.comparisons]
        assert [one[place] for one in result.p_values] == holm(alone) and result.comparisons[0][place].score == score


def test_trainings_are_of_the_same_run_where_kind_images_and_all_places_are(tmp_path):
    cases = build_cases()
    moved = replace(cases, stages=replace(cases.stages, pred=np.array([1, 2, 5])))
    for other in (moved, replace(cases, stages=None), replace(cases, landmarks=None), shifted(cases, 1)):
        paths = [write_cases(tmp_path / f'{name}.json', one) for name, one in (('a', cases), ('b', other))]
        assert len(load_recipe('r', paths).trainings) == 2
    ids = build_cases(img_ids=('c0', 'c1', 'z'), stages=dict(img_ids=('c0', 'c1', 'z')))
    assert len(load_recipe('r', [paths[0], write_cases(tmp_path / 'c.json', ids)]).trainings) == 2
