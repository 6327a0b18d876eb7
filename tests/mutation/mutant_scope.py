"""Which modules are mutated, and which tests are to kill their mutants."""

from __future__ import annotations

from pathlib import Path

__all__ = ['PARTS', 'ROOT', 'find_modules', 'find_tests', 'part_of']

ROOT = Path(__file__).parents[2]
PARTS = ('geometry', 'landmarks', 'analysis', 'evaluation', 'codecs')
_PAGE = 'tests/docs/test_measurements_page.py'
_TABLES = ('golden_measurements', 'golden_whole_face', 'definition_tables', _PAGE)
_TESTS = {
    'analysis': ('norms', 'classification', 'named_analyses'),
    'analysis/author_norms': _TABLES,
    'analysis/classification': ('classification', 'one_verdict', _PAGE),
    'analysis/definitions': (*_TABLES, 'measuring', 'magnification'),
    'analysis/dental': _TABLES,
    'analysis/incisor_positions': _TABLES,
    'analysis/interpretation': ('norms', 'magnification', 'classification', 'one_verdict'),
    'analysis/korean_names': ('definition_tables',),
    'analysis/named': ('named_analyses', _PAGE),
    'analysis/named_tables': ('named_analyses',),
    'analysis/norms': ('norms', 'magnification'),
    'analysis/planes': _TABLES,
    'analysis/sagittal_indices': _TABLES,
    'analysis/skeletal': _TABLES,
    'analysis/soft_tissue': _TABLES,
    'analysis/sources': _TABLES,
    'analysis/tables': ('analysis_tables',),
    'evaluation': ('functional',),
    'evaluation/calibration': ('stage_calibration', 'temperature'),
    'evaluation/cvm_tables': ('cvm_tables', 'cvm'),
    'evaluation/measurement_tables': ('measurement_tables', 'measurement_agreement'),
    'evaluation/options': ('landmark_scores', 'case_files'),
    'codecs/spatial_softmax': ('spatial_softmax', 'probability_maps'),
    'codecs': ('spatial_softmax',),
}
"""Of modules whose tests are not in ``test_NAME.py`` alone: names or paths of their tests, in order."""


def find_modules() -> list[str]:
    """Paths of the modules in scope, from the root of the repository, part by part."""
    found = []
    for part in PARTS:
        path = ROOT / 'aariz_mm' / part
        found += [path.with_suffix('.py')] if path.with_suffix('.py').is_file() else sorted(path.rglob('*.py'))
    return [path.relative_to(ROOT).as_posix() for path in found]


def part_of(module: str) -> str:
    """Example: 'aariz_mm/analysis/lines.py' -> 'analysis'"""
    return Path(module).parts[1].removesuffix('.py')


def find_tests(module: str) -> list[str]:
    """Paths of the tests of a module.

    Example: 'aariz_mm/analysis/lines.py' -> ['tests/analysis/test_lines.py']
    """
    path = Path(module).relative_to('aariz_mm').with_suffix('')
    place = path.parent if path.name == '__init__' else path
    folder = Path('tests') / (place if path.name == '__init__' else path.parent)
    names = _TESTS.get(place.as_posix(), (place.name,))
    return [name if '/' in name else (folder / f'test_{name}.py').as_posix() for name in names]
