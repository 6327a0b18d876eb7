"""Settings of a clinic."""

import json

import pytest
from PIL import Image

from aariz_mm.cli.failures import describe_mistake
from aariz_mm.patient_report import settings
from aariz_mm.patient_report.settings import load_settings


@pytest.mark.parametrize(('text', 'match'), [
    ('{"clinic": {"nam": "x"}}', 'unknown key nam'), ('{"a": 1}', 'expected a table "clinic"'), ('{', 'no JSON'),
    ('{"clinic": {"logo": "none.png"}}', 'no such logo'), ('{"clinic": {"name": 3}}', 'name: expected a text'),
    ('{"clinic": {"logo": "s.json"}}', 'save it as PNG'),
])  # fmt: skip
def test_settings_are_checked(tmp_path, text, match):
    (tmp_path / 's.json').write_text(text)
    with pytest.raises((ValueError, FileNotFoundError), match=match):
        load_settings(tmp_path / 's.json')


def save_logo(path, kind):
    if kind in ('png', 'jpg'):
        Image.new('RGB', (64, 32)).save(path)
    elif kind == 'svg':
        path.write_text('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>')
    elif kind == 'huge':
        Image.new('1', (10_000, 10_000)).save(path, 'PNG')
    elif kind == 'tiny':
        Image.new('L', (4, 4)).save(path, 'PNG')
    elif kind == 'cut':
        Image.effect_noise((64, 64), 50).save(path, 'PNG')
        path.write_bytes(path.read_bytes()[:2000])
    else:
        path.write_bytes(b'x' * 2_000_001 if kind == 'heavy' else b'text')


@pytest.mark.parametrize(('kind', 'match'), [
    ('svg', 'an SVG file, expected a logo as PNG or JPEG; save it as PNG'), ('text', 'no PNG or JPEG file'),
    ('huge', '10000 x 10000 px, expected 16 to 4000 each way; make it smaller'), ('heavy', '2000001 bytes'),
    ('tiny', '4 x 4 px, expected 16 to 4000 each way; make it larger'), ('cut', 'no logo that can be read'),
])  # fmt: skip
def test_a_logo_that_will_not_do_is_told_with_file_and_cure(tmp_path, kind, match, recwarn):
    save_logo(tmp_path / 'logo.svg', kind)
    (tmp_path / 's.json').write_text('{"clinic": {"logo": "logo.svg"}}')
    with pytest.raises(ValueError, match=rf'logo\.svg: .*{match}') as raised:
        load_settings(tmp_path / 's.json')
    assert not recwarn.list and describe_mistake(raised.value) == str(raised.value)


@pytest.mark.parametrize('mark', ['', '\ufeff'])
def test_toml_says_the_same_as_json(tmp_path, mark):
    pytest.importorskip('tomllib')
    save_logo(tmp_path / 'logo.png', 'png')
    told = dict(name='바른 치과', lines=['a', 'b'], logo='logo.png')
    (tmp_path / 's.json').write_text(json.dumps(dict(clinic=told)))
    lines = [f'{key} = {json.dumps(value, ensure_ascii=False)}' for key, value in told.items()]
    (tmp_path / 's.toml').write_text(mark + '\n'.join(['[clinic]', *lines]), encoding='utf-8')
    assert load_settings(tmp_path / 's.toml') == load_settings(tmp_path / 's.json')


@pytest.mark.parametrize(('data', 'match'), [
    (b'[clinic\n', 'no TOML'), ('[clinic]\nname = "한글"'.encode('cp949'), 'save it as UTF-8'),
])  # fmt: skip
def test_toml_that_is_none_is_told(tmp_path, data, match):
    pytest.importorskip('tomllib')
    (tmp_path / 's.toml').write_bytes(data)
    with pytest.raises(ValueError, match=match):
        load_settings(tmp_path / 's.toml')


def test_without_a_library_for_toml_json_is_named(tmp_path, monkeypatch):
    def missing(name):
        raise ImportError(name)

    (tmp_path / 's.toml').write_text('[clinic]')
    monkeypatch.setattr(settings, 'import_module', missing)
    with pytest.raises(ValueError, match=r'Python 3\.11, or pip install tomli; write the same as \.json'):
        load_settings(tmp_path / 's.toml')
