"""Which modules are mutated, and which tests are to kill their mutants."""

from __future__ import annotations

from pathlib import Path

__all__ = ['PARTS', 'ROOT', 'find_modules', 'part_of', 'tests_of']

ROOT = Path(__file__).parents[2]
PARTS = ('geometry', 'landmarks', 'analysis', 'evaluation', 'codecs')
_GOLDEN = ('golden_measurements', 'golden_whole_face', 'norm_tables', 'norms', 'one_verdict')
_TESTS = {
    'analysis': ('norms', 'measuring', 'classification', 'named_analyses'),
    'analysis/author_norms': _GOLDEN,
    'analysis/definitions': (*_GOLDEN, 'measuring', 'magnification'),
    'analysis/dental': _GOLDEN,
    'analysis/incisor_positions': _GOLDEN,
    'analysis/interpretation': ('norms', 'magnification', 'one_verdict', 'classification'),
    'analysis/korean_names': ('korean_names',),
    'analysis/named': ('named_analyses',),
    'analysis/named_tables': ('named_analyses',),
    'analysis/planes': _GOLDEN,
    'analysis/sagittal_indices': _GOLDEN,
    'analysis/skeletal': _GOLDEN,
    'analysis/soft_tissue': _GOLDEN,
    'analysis/sources': _GOLDEN,
    'analysis/tables': ('analysis_tables', 'one_verdict'),
    'evaluation': ('functional',),
    'evaluation/calibration': ('stage_calibration', 'temperature'),
    'evaluation/comparison_text': ('comparison', 'run_comparison'),
    'evaluation/cvm_tables': ('cvm',),
    'evaluation/held_out_stages': ('temperature',),
    'evaluation/measurement_tables': ('measurement_agreement',),
    'evaluation/options': ('landmark_scores', 'case_files'),
    'codecs': ('spatial_softmax',),
}
"""Of modules whose tests are not in ``test_NAME.py`` alone: names of their tests, those first that kill most."""


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


def tests_of(module: str) -> list[str]:
    """Paths of the tests of a module.

    Example: 'aariz_mm/analysis/lines.py' -> ['tests/analysis/test_lines.py']
    """
    path = Path(module).relative_to('aariz_mm').with_suffix('')
    place = path.parent if path.name == '__init__' else path
    folder = Path('tests') / (place if path.name == '__init__' else path.parent)
    names = _TESTS.get(place.as_posix(), (place.name,))
    return [(folder / f'test_{name}.py').as_posix() for name in names]
