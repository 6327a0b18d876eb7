"""ISBI 2015 cephalograms in the Aariz layout: 19 landmarks, truth = mean of the two readers, Test1 as ``valid``.

Data root from the environment variable ISBI2015_ROOT. There is no third split: ``valid`` is scored once, at the end,
and nothing is selected on it.
"""

import os

dataset_type, data_mode = 'AarizDataset', 'topdown'  # MMPose's inferencers ask for both
image_size = (774, 960)  # of every radiograph, pixels
dataset = dict(
    type=dataset_type,
    data_root=os.environ.get('ISBI2015_ROOT') or 'data/isbi2015',
    truth='mean',
    landmarks='isbi19',
    split='train',
    pipeline=[],
)
auto_scale_lr = dict(enable=False, base_batch_size=4)
train_dataloader = dict(
    batch_size=4,
    num_workers=1,
    persistent_workers=True,
    drop_last=True,
    sampler=dict(type='DefaultSampler', shuffle=True),
    dataset=dataset,
)
val_dataloader = dict(
    batch_size=4,
    num_workers=1,
    persistent_workers=True,
    sampler=dict(type='DefaultSampler', shuffle=False),
    dataset=dict(dataset, split='valid', test_mode=True),
)
test_dataloader = val_dataloader
val_evaluator = dict(type='RadialErrorMetric')
test_evaluator = [val_evaluator, dict(type='MeasurementMetric')]
