"""Licences are judged by expressions, and what is installed keeps to the policy."""

from types import SimpleNamespace

import pytest

from release import licences
from release.licences import is_allowed, judge, licence_of


@pytest.mark.parametrize('text, expected', [
    ('MIT', True), ('MIT License', True), ('Apache-2.0 AND MIT', True), ('GPL-3.0', False), ('', False),
    ('MIT OR GPL-3.0', True), ('MIT AND GPL-3.0', False), ('Apache-2.0 WITH LLVM-exception', True), ('AGPL', False),
])  # fmt: skip
def test_an_expression_is_allowed_by_all_of_and_or_one_of_or(text, expected):
    assert is_allowed(text) is expected


def test_an_exception_has_a_reason():
    assert judge('nvidia-cublas', 'LicenseRef-NVIDIA-Proprietary').startswith("NVIDIA's own terms")
    assert judge('someone', 'GPL-3.0') == ''


class Metadata(dict):
    def get_all(self, name):
        return self.get(name)


@pytest.mark.parametrize('metadata, expected', [
    ({'License-Expression': 'MIT', 'License': 'x'}, 'MIT'), ({'License': '\n BSD \nmore'}, 'BSD'), ({}, ''),
    ({'Classifier': ['License :: OSI Approved :: MIT License', 'Topic :: x']}, 'MIT License'),
])  # fmt: skip
def test_a_licence_is_found_where_packages_state_it(metadata, expected):
    assert licence_of(SimpleNamespace(metadata=Metadata(metadata))) == expected


def test_one_that_is_not_allowed_fails(capsys):
    found = SimpleNamespace(name='bad', version='1', metadata=Metadata(License='GPL-3.0'))
    assert licences.main([found]) == 1
    assert 'bad 1: GPL-3.0 -- NOT ALLOWED' in capsys.readouterr().out


def test_all_that_is_installed_keeps_to_the_policy(capsys):
    assert licences.main() == 0, capsys.readouterr().out
