"""Figures and layout are read, and what does not fit together in them is named."""

import pytest
from scores.cells import fill, in_language
from scores.entries import load_scores

TEMPLATES = ['{MRE_mm:.3f} ± {SD_mm:.3f}', '{MRE_mm:.3f}']


def edited(repository, name, old, new):
    path = repository / 'docs' / 'scores' / name
    text = path.read_text(encoding='utf-8')
    assert old in text
    path.write_text(text.replace(old, new), encoding='utf-8')
    return path.parent


def test_fill_takes_the_first_template_that_has_its_figures():
    assert fill(TEMPLATES, {'MRE_mm': 1.14, 'SD_mm': 0.9}) == '1.140 ± 0.900'
    assert fill(TEMPLATES, {'MRE_mm': 1.14}) == '1.140'
    assert fill(['{SDR[1]:.1f}'], {'SDR': [88.0]}) == fill(TEMPLATES, {}) == ''


def test_fill_writes_whole_numbers_as_they_are_and_a_minus_sign():
    assert fill(['{bias:+.2f}; {kappa:.3f}; {low:.1f}-{text}'], dict(bias=0.17, kappa=0, low=-13.9, text='a-b')) == (
        '+0.17; 0; \N{MINUS SIGN}13.9-a-b'
    )


def test_in_language_replaces_texts_at_any_depth():
    fields = {'data': {'text': {'en': 'two', 'ko': '둘'}}, 'what': {'en': 'one'}, 'MRE_mm': 1.0}
    assert in_language(fields, 'ko') == {'data': {'text': '둘'}, 'what': 'one', 'MRE_mm': 1.0}


def test_rows_have_figures_data_machine_and_baseline(scores):
    row = scores.of_configs['small']
    assert (row['MRE_mm'], row['data']['dataset'], row['machine']['en']) == (1.14, 'Test1', 'one thread')
    assert row['baseline'] == {'CVM_qwk': 0}
    assert [each.get('config') for each in scores.rows_of('all')] == [None, 'small', 'small']


def test_the_run_with_the_bare_name_is_the_score_of_a_config(scores):
    assert list(scores.of_configs) == ['small']
    assert [row['name'] for row in scores.rows_of('zoo')] == ['small']
    assert [row['data']['dataset'] for row in scores.rows_of('data')] == ['Test1']


@pytest.mark.parametrize('name, old, new, message', [
    ('scores.yml', 'small/seed 1', 'small', 'there twice: small'),
    ('scores.yml', 'data: test1, seed: 1', 'data: test2, seed: 1', 'data of "small/seed 1": no "test2"; there are'),
    ('scores.yml', 'machine: cpu', 'machine: gpu', 'machine of "small": no "gpu"'),
    ('scores.yml', 'baseline: constant', 'baseline: none', 'baseline of "test1": no "none"'),
    ('scores.yml', 'figures: {MRE_mm: 1.2}, tables: [all]', 'tables: [al]', 'table of "small/seed 1": no "al"'),
    ('tables.yml', 'Training: [where]', 'Training: [here]', 'column of "Training": no "here"'),
])  # fmt: skip
def test_a_name_that_is_not_there_is_an_error(repository, name, old, new, message):
    with pytest.raises(ValueError, match=message):
        load_scores(edited(repository, name, old, new))
