"""The Aariz dataset as released: 29 landmarks, truth = ceil of the mean of both readers, official splits.

Data root from the environment variable AARIZ_ROOT, else data/aariz.
"""

import os

dataset_type, data_mode = 'AarizDataset', 'topdown'  # MMPose's inferencers ask for both
dataset = dict(
    type=dataset_type,
    data_root=os.environ.get('AARIZ_ROOT') or 'data/aariz',
    truth='official',
    landmarks='aariz29',
    split='train',
    pipeline=[],
)
auto_scale_lr = dict(enable=False, base_batch_size=16)
train_dataloader = dict(
    batch_size=16,
    num_workers=4,
    persistent_workers=True,
    pin_memory=True,
    drop_last=True,
    sampler=dict(type='DefaultSampler', shuffle=True),
    dataset=dataset,
)
val_dataloader = dict(
    batch_size=16,
    num_workers=4,
    persistent_workers=True,
    pin_memory=True,
    sampler=dict(type='DefaultSampler', shuffle=False),
    dataset=dict(dataset, split='valid', test_mode=True),
)
test_dataloader = dict(val_dataloader, dataset=dict(dataset, split='test', test_mode=True))
val_evaluator = dict(type='RadialErrorMetric')
test_evaluator = [val_evaluator, dict(type='MeasurementMetric')]
