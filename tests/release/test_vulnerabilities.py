"""Known faults fail, and so does silence: nobody is taken for a clean bill who could not be asked."""

import json

import pytest

from release import vulnerabilities
from release.vulnerabilities import Answer, parse_answer

FAULT = dict(name='b', version='1', vulns=[dict(id='CVE-1', fix_versions=['2'])])


def answer_of(*rows):
    return json.dumps(dict(dependencies=list(rows), fixes=[]))


def test_an_answer_is_read():
    text = answer_of(dict(name='a', version='1', vulns=[]), FAULT, dict(name='c', skip_reason='not found'))
    assert parse_answer(text) == Answer(('b 1 CVE-1 (fixed in 2)',), ('a', 'b'), ('c',))
    assert parse_answer('') is None and parse_answer('[]') is None


@pytest.mark.parametrize('said, status, told', [
    (Answer((), ('a', 'b'), ()), 0, '2 packages asked of, 0 faults known'),
    (Answer(('b 1 CVE-1',), ('a', 'b'), ()), 1, 'KNOWN FAULT: b 1 CVE-1'),
    (Answer((), ('a',), ('b',)), 3, 'NOT ASKED: 1 packages that the service does not know: b'),
    (Answer((), (), ('a', 'b')), 3, 'NOT ASKED: no service of known faults'),
    (None, 3, 'NOT ASKED: no service of known faults'),
])  # fmt: skip
def test_silence_does_not_pass(tmp_path, monkeypatch, capsys, said, status, told):
    (tmp_path / 'r.txt').write_text('a==1 ; python_version < "4"\nb==1\n')
    monkeypatch.setattr(vulnerabilities, 'ask', lambda requirements, service: said)
    assert vulnerabilities.main([str(tmp_path / 'r.txt')]) == status
    assert told in capsys.readouterr().out
