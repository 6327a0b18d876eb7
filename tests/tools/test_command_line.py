"""The tools as a user runs them: train, be killed, resume, test, visualize, predict, on a small phantom."""

import json
import os
import pickle
import shutil
import signal
import time
from pathlib import Path

import cv2
import numpy as np
import pytest
import torch
from forked_tools import run_tool, start_tool

from aariz_mm.evaluation.case_files import read_cases
from aariz_mm.files import file_sha256
from aariz_mm.phantom import write_phantom_dataset

CONFIG = 'configs/phantom/phantom_lite0.py'
LANDMARK_KEYS = ('MRE_mm', 'SD_mm', 'MRE_px', 'MRE_input_px', 'MRE_sn70_mm', 'SDR_2.0mm', 'SDR_2.5mm', 'SDR_3.0mm',
                 'SDR_4.0mm')  # fmt: skip


def run(environment, tool, *args):
    """Output of a tool that must succeed."""
    done = run_tool(tool, *args, **environment)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
    return done.stdout + done.stderr


@pytest.fixture(scope='module')
def environment(tmp_path_factory):
    root = write_phantom_dataset(tmp_path_factory.mktemp('data') / 'aariz', 8, 4, 4, size=(225, 275), progress=False)
    return dict(AARIZ_ROOT=str(root), MPLBACKEND='Agg')


@pytest.fixture(scope='module')
def options(tmp_path_factory):
    """Settings that make the recipe small: 3 epochs of 2 steps, random weights, a cache of its own."""
    cache = tmp_path_factory.mktemp('cache')
    pipelines = ('train_dataloader', 'val_dataloader', 'test_dataloader')
    caches = [f'{name}.dataset.pipeline.0.cache_dir={cache}' for name in pipelines]
    return ['--cfg-options', 'train_cfg.max_epochs=3', 'train_cfg.val_interval=1', 'model.backbone.init_cfg=None',
            *caches]  # fmt: skip


@pytest.fixture(scope='module')
def killed_run(environment, options, tmp_path_factory):
    """Work folder of a training that got SIGKILL after its first epoch."""
    work_dir = tmp_path_factory.mktemp('run')
    args = [*options, 'train_cfg.max_epochs=50']
    process = start_tool('train', CONFIG, '--work-dir', work_dir, *args, **environment)
    deadline = time.monotonic() + 300
    while not (work_dir / 'last_checkpoint').exists() and process.is_alive() and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGKILL)
    process.join()
    return work_dir


@pytest.fixture(scope='module')
def checkpoint(killed_run, environment, options):
    """Last checkpoint of the killed training after it was resumed."""
    log = run(environment, 'train', CONFIG, '--work-dir', killed_run, '--resume', *options)
    assert 'resumed epoch: 1' in log or 'resumed epoch: 2' in log
    return Path((killed_run / 'last_checkpoint').read_text())


def test_train_resumes_after_sigkill_and_keeps_the_best(checkpoint, killed_run):
    saved = torch.load(checkpoint, weights_only=False)
    assert saved['meta']['epoch'] == 3 and saved['optimizer']['param_groups'][0]['lr'] < 1e-5
    assert list(killed_run.glob('best_MRE_mm_epoch_*.pth'))


def test_test_writes_scores_predictions_and_overlays(checkpoint, environment, options, tmp_path):
    out, dump, show = tmp_path / 'a' / 'metrics.json', tmp_path / 'predictions.pkl', tmp_path / 'show'
    log = run(environment, 'test', CONFIG, checkpoint, '--work-dir', tmp_path / 'test', '--out', out, '--dump', dump,
              '--show-dir', show, *options)  # fmt: skip
    scores = json.loads(out.read_text())
    assert all(isinstance(scores[key], float) for key in LANDMARK_KEYS)
    assert scores['num_images'] == 4 and scores['protocol_truth'] == 'official'
    assert scores['checkpoint_sha256'] == file_sha256(checkpoint)[:16] and scores['config_name'] == 'phantom_lite0'
    cases = read_cases(out.with_name('metrics_cases.json'))
    assert np.nanmean(cases.landmarks.errors_mm()) == pytest.approx(scores['MRE_mm'], abs=1e-4)
    assert cases.landmarks.readers_px.shape == (2, 4, 29, 2) and cases.protocol['images'] == 4
    assert all((out.parent / name).stat().st_size > 1000 for name in ('report.md', 'report.html'))
    with dump.open('rb') as file:
        predictions = pickle.load(file)
    errors = [np.linalg.norm(p['pred_instances']['keypoints'] - p['gt_instances']['keypoints'], axis=-1)
              for p in predictions]  # fmt: skip
    assert np.mean(errors) == pytest.approx(scores['MRE_px'], rel=1e-5)
    assert len(list(show.glob('*.png'))) == 4
    assert 'landmark' in log and 'Pog`' in log


def test_visualize_draws_overlays_and_a_contact_sheet(checkpoint, environment, tmp_path):
    run(environment, 'visualize', CONFIG, checkpoint, '--split', 'valid', '--index', 0, 2, '--out-dir', tmp_path)
    pictures = sorted(path.name for path in tmp_path.glob('*.png'))
    assert len(pictures) == 3 and 'contact_sheet.png' in pictures
    assert cv2.imread(str(tmp_path / pictures[1])).std() > 10


def test_predict_reads_radiographs_without_annotation(checkpoint, environment, tmp_path):
    images = sorted((Path(environment['AARIZ_ROOT']) / 'test' / 'Cephalograms').iterdir())[:2]
    folder, found = tmp_path / 'films', tmp_path / 'found'
    folder.mkdir()
    for image in images:
        shutil.copy(image, folder)
    run(environment, 'predict', CONFIG, checkpoint, folder, '--out-dir', found, '--pixel-size', 0.3)
    content = json.loads((found / f'{images[0].stem}.json').read_text())
    assert content['ceph_id'] == images[0].stem and len(content['landmarks']) == 29
    assert len(list(found.glob('*.png'))) == len(images)


def test_tools_explain_a_missing_checkpoint(environment):
    done = run_tool('test', CONFIG, 'nowhere.pth', **environment)
    assert done.returncode != 0 and 'nowhere.pth: no such checkpoint' in done.stderr
