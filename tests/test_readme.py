"""What the READMEs name exists: configs, tools, switches, files."""

import re
from pathlib import Path

import pytest

from aariz_mm.cli import build_parser

ROOT = Path(__file__).parents[1]
READMES = ('README.md', 'README.ko.md')


@pytest.mark.parametrize('name', READMES)
def test_readme_names_files_that_exist(name):
    text = (ROOT / name).read_text(encoding='utf-8')
    named = set(re.findall(r'(?:configs|tools|tests|docs)/[\w./]+\.(?:py|jpg|md)', text))
    named |= {f'configs/{config}' for config in re.findall(r'^\| `(\w+\.py)` \|', text, flags=re.MULTILINE)}
    assert len(named) > 8 and not [path for path in named if not (ROOT / path).exists()]


@pytest.mark.parametrize('name', READMES)
def test_readme_lists_every_config(name):
    text = (ROOT / name).read_text(encoding='utf-8')
    assert not [path.name for path in (ROOT / 'configs').glob('*.py') if path.name not in text]


@pytest.mark.parametrize('name', READMES)
def test_readme_uses_switches_that_the_tools_have(name):
    text = (ROOT / name).read_text(encoding='utf-8')
    for tool, arguments in re.findall(
        r'^\s*(?:\w+=\S+ )*python tools/(\w+)\.py (.+?)(?:#|$)', text, flags=re.MULTILINE
    ):
        switches = {
            option for action in build_parser(tool.replace('_', '-'))._actions for option in action.option_strings
        }
        for switch in re.findall(r'--[\w-]+', arguments):
            assert switch in switches, (tool, switch)


@pytest.mark.parametrize('name', READMES)
def test_readme_example_of_another_backbone_builds(name, tmp_path):
    from mmengine.config import Config
    from mmengine.registry import init_default_scope
    from mmpose.registry import MODELS

    example = re.search(r'```python\n(.+?)```', (ROOT / name).read_text(encoding='utf-8'), flags=re.DOTALL)[1]
    path = tmp_path / 'mine.py'
    path.write_text(example.replace("_base_ = ['", f"_base_ = ['{(ROOT / 'configs').as_posix()}/"), encoding='utf-8')
    init_default_scope('mmpose')
    model = MODELS.build(Config.fromfile(str(path)).model)
    assert type(model.backbone).__name__ == 'ResNet' and model.neck.in_channels == (256, 512, 1024, 2048)
