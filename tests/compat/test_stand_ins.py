"""Stand-ins for what MMPose imports: only where the real thing is missing, and honest about it."""

from __future__ import annotations

import importlib
import os
import sys
import types

import pytest
from mmpretrain.utils import dependency

from aariz_mm.compat import stand_ins


@pytest.fixture
def fakepkg(tmp_path, monkeypatch):
    """Writes ``fakepkg`` with a module ``part``, the one thing that the table asks for, and forgets it afterwards."""
    table = {'fakepkg.part': ('fakepkg', lambda cure: {'Tool': stand_ins._unavailable('fakepkg.part.Tool', cure)})}
    monkeypatch.setattr(stand_ins, 'STAND_INS', table)
    monkeypatch.syspath_prepend(tmp_path)

    def write(**sources: str) -> None:
        (tmp_path / 'fakepkg').mkdir()
        for name, source in sources.items():
            (tmp_path / 'fakepkg' / f'{name}.py').write_text(source, encoding='utf-8')
        importlib.invalidate_caches()

    yield write
    forget('fakepkg')


def loaded_of(package: str) -> set[str]:
    return {name for name, module in sys.modules.items() if name.partition('.')[0] == package and module is not None}


def forget(package: str) -> None:
    for name in [name for name in sys.modules if name.partition('.')[0] == package]:
        del sys.modules[name]


def test_real_package_is_left_alone(fakepkg):
    fakepkg(__init__='', part='Tool = 42')
    assert stand_ins.install_stand_ins() == ()
    assert sys.modules['fakepkg.part'].Tool == 42


def test_missing_package_gets_a_stand_in_once(fakepkg):
    assert stand_ins.install_stand_ins() == ('fakepkg.part',)
    stand_in = importlib.import_module('fakepkg.part')
    assert stand_ins.install_stand_ins() == ()
    assert sys.modules['fakepkg.part'] is stand_in


def test_stand_in_that_is_asked_to_work_names_the_package_and_the_reason(fakepkg):
    stand_ins.install_stand_ins()
    with pytest.raises(ImportError, match=r'fakepkg\.part\.Tool is not .* install fakepkg .*No module named'):
        sys.modules['fakepkg.part'].Tool(1, key=2)


def test_names_that_a_stand_in_lacks_fail_as_attribute_and_as_import(fakepkg):
    stand_ins.install_stand_ins()
    with pytest.raises(AttributeError, match='install fakepkg'):
        _ = sys.modules['fakepkg.part'].other
    with pytest.raises(ImportError, match='other'):
        exec('from fakepkg.part import other')


def test_missing_parent_stays_missing(fakepkg):
    stand_ins.install_stand_ins()
    with pytest.raises(ModuleNotFoundError, match='fakepkg'):
        importlib.import_module('fakepkg')


@pytest.mark.parametrize('error', ['ImportError', 'ValueError', 'AttributeError', 'AssertionError', 'OSError'])
def test_broken_package_leaves_nothing_half_loaded(fakepkg, error):
    fakepkg(__init__=f'from . import sound\nraise {error}("too old")', sound='', part='')
    assert stand_ins.install_stand_ins() == ('fakepkg.part',)
    assert loaded_of('fakepkg') == {'fakepkg.part'}
    with pytest.raises(ImportError, match='too old'):
        sys.modules['fakepkg.part'].Tool()
    with pytest.raises(ImportError):  # whatever it raised, so that "try: import fakepkg" goes on
        importlib.import_module('fakepkg')


def test_broken_part_of_a_sound_package_is_replaced_in_it(fakepkg):
    fakepkg(__init__='from . import sound', sound='', part='from . import deep\nimport no_such_module', deep='')
    assert stand_ins.install_stand_ins() == ('fakepkg.part',)
    package = importlib.import_module('fakepkg')
    assert package.part is sys.modules['fakepkg.part']
    assert package.sound is sys.modules['fakepkg.sound']


def test_table_leaves_a_full_installation_alone(monkeypatch):
    real = {name: types.ModuleType(name) for name in stand_ins.STAND_INS}
    for name, module in real.items():
        monkeypatch.setitem(sys.modules, name, module)
    assert stand_ins.install_stand_ins() == ()
    assert all(sys.modules[name] is module for name, module in real.items())


@pytest.mark.parametrize(
    ('name', 'member', 'package'),
    [
        ('xtcocotools.cocoeval', 'COCOeval', 'xtcocotools'),
        ('mmcv.ops', 'MultiScaleDeformableAttention', 'compiled ops'),
        ('mmcv.ops.multi_scale_deform_attn', 'MultiScaleDeformableAttention', 'compiled ops'),
        ('mmdet.utils', 'reduce_mean', 'mmdet'),
    ],
)
def test_table_refuses_what_has_no_substitute(name, member, package):
    cure, build_members = stand_ins.STAND_INS[name]
    with pytest.raises(ImportError, match=rf'{member} is not available here: install .*{package}'):
        build_members(f'install {cure}')[member](object())


def test_table_lets_pycocotools_read_for_xtcocotools():
    from pycocotools.coco import COCO

    _, build_members = stand_ins.STAND_INS['xtcocotools.coco']
    assert build_members('')['COCO'] is COCO


def test_environment_report_of_mmcv_works():
    from mmcv.utils import collect_env

    assert collect_env()['MMCV Compiler']


def test_import_prints_nothing_and_may_be_repeated(registered):
    assert registered.printed == ''
    result = registered.run('import aariz_mm.register, importlib; importlib.reload(aariz_mm.register)')
    assert (result.returncode, result.stdout, result.stderr) == (0, '', '')


def test_mmpose_gets_the_real_packages_where_they_are(tmp_path, with_torch):
    sources = {
        'xtcocotools/__init__.py': '',
        'xtcocotools/coco.py': 'class COCO: pass',
        'xtcocotools/cocoeval.py': 'class COCOeval: pass',
        'xtcocotools/mask.py': '',
        'mmdet/__init__.py': '',
        'mmdet/utils.py': 'ConfigType = dict\ndef reduce_mean(tensor): return tensor',
    }
    for name, source in sources.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(source, encoding='utf-8')
    code = """if True:
        import aariz_mm.register, mmdet.utils, xtcocotools.coco
        from mmpose.evaluation.metrics import coco_metric
        from mmpose.models.heads.hybrid_heads import rtmo_head
        assert coco_metric.COCO is xtcocotools.coco.COCO and 'pycocotools' not in coco_metric.COCO.__module__
        assert rtmo_head.reduce_mean(5) == 5
    """
    result = with_torch.run(code, path=[tmp_path])
    assert result.returncode == 0, result.stderr


def test_stay_offline_keeps_albumentations_from_asking_but_not_against_the_user(monkeypatch):
    monkeypatch.delenv('NO_ALBUMENTATIONS_UPDATE', raising=False)
    stand_ins.stay_offline()
    assert os.environ['NO_ALBUMENTATIONS_UPDATE'] == '1'
    monkeypatch.setenv('NO_ALBUMENTATIONS_UPDATE', '0')
    stand_ins.stay_offline()
    assert os.environ['NO_ALBUMENTATIONS_UPDATE'] == '0'


@pytest.mark.parametrize(
    ('source', 'kept'),
    [
        ('find_pruneable_heads_and_indices = None', True),
        ('prune_linear_layer = None', False),
        ('raise OSError("broken")', False),
    ],
)
def test_models_of_pictures_and_language_need_what_transformers_5_lacks(tmp_path, monkeypatch, source, kept):
    for name in loaded_of('transformers'):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr('mmpretrain.utils.dependency.WITH_MULTIMODAL', True)
    monkeypatch.syspath_prepend(write_transformers(tmp_path, source))
    assert stand_ins.leave_out_broken_multimodal() is not kept
    assert dependency.WITH_MULTIMODAL is kept
    forget('transformers')


@pytest.mark.parametrize('before', ['', 'import mmpretrain'])
def test_mmpretrain_can_be_imported_beside_transformers_5(tmp_path, with_torch, before):
    after = 'import aariz_mm.codecs\nfrom mmpretrain.utils import dependency\nprint(dependency.WITH_MULTIMODAL)'
    folder = write_transformers(tmp_path, 'prune_linear_layer = None')
    result = with_torch.run(f'{before}\n{after}', path=[folder])
    assert result.returncode == 0, result.stderr
    assert result.stdout == 'False\n'


def write_transformers(folder, source: str) -> str:
    """A package that is transformers 5.17.0 by its metadata, with ``source`` as its ``pytorch_utils``."""
    (folder / 'transformers').mkdir()
    (folder / 'transformers' / '__init__.py').touch()
    (folder / 'transformers' / 'pytorch_utils.py').write_text(source, encoding='utf-8')
    info = folder / 'transformers-5.17.0.dist-info'
    info.mkdir()
    info.joinpath('METADATA').write_text('Metadata-Version: 2.1\nName: transformers\nVersion: 5.17.0\n', 'utf-8')
    return str(folder)
