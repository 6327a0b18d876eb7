"""Tools that only look like training and testing, so that rows run in a second."""

from pathlib import Path

from aariz_mm.gpu_rows import Row, Settings, Training

__all__ = ['make_settings', 'row']

TRAIN = """
import pathlib, sys, time
options = dict(text.split('=', 1) for text in sys.argv[sys.argv.index('--cfg-options') + 1 :])
folder = pathlib.Path(sys.argv[sys.argv.index('--work-dir') + 1])
folder.mkdir(parents=True)
with open(folder.parent.parent / 'order.txt', 'a') as file:
    print(sys.argv[1], file=file)
first = options.get('model.coarse_checkpoint')
assert first is None or pathlib.Path(first).is_file()
print('mmengine - INFO - Epoch(train)   [3][1/2]', flush=True)
for beat in range(600 if 'slow' in sys.argv[1] else 0):
    (folder / 'beat.txt').write_text(str(beat))
    time.sleep(0.1)
if 'broken' in sys.argv[1]:
    sys.exit('error: no images | at all')
(folder / f"epoch_{options['train_cfg.max_epochs']}.pth").touch()
"""
TEST = """
import json, pathlib, sys
assert pathlib.Path(sys.argv[2]).is_file()
scores = dict(MRE_mm=1.5, SD_mm=0.5) | {f'SDR_{at}mm': 90.0 for at in ('2.0', '2.5', '3.0', '4.0')}
pathlib.Path(sys.argv[sys.argv.index('--out') + 1]).write_text(json.dumps(scores))
"""


def row(name: str, *configs: str, **settings) -> Row:
    """A row of 2 epochs for each config."""
    trainings = tuple(Training(f'{config}.py', 2) for config in configs or (name,))
    return Row(name, 'ISBI2015_ROOT', 'none', trainings, **settings)


def make_settings(folder: Path, *rows: Row, **settings) -> Settings:
    """Settings with tools that look like training and testing."""
    tools = folder / 'tools'
    tools.mkdir()
    for name, text in (('train', TRAIN), ('test', TEST)):
        (tools / f'{name}.py').write_text(text)
    return Settings(rows, folder / 'out', **{'jobs': 2, 'workers': 1, 'deadline_s': 60, **settings}, tools=tools)
