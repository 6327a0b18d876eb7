"""C2-C4 crops sorted by CVM stage, ``{train,valid,test}/{1..6}/*.jpg``: trained on ``train``, scored on ``valid``.

Data root from the environment variable AARIZ_CVM_ROOT, else data/aariz_cvm_c2c4. With ``fold`` set, the training
loader leaves that fold of ``train`` out, and the others, once their ``split`` is 'train' too, hold just that fold.
"""

import os

dataset = dict(
    type='CVMCropDataset',
    data_root=os.environ.get('AARIZ_CVM_ROOT') or 'data/aariz_cvm_c2c4',
    split='train',
    fold=None,
    num_folds=5,
    fold_seed=0,
    fold_part='train',
    pipeline=[],
)
auto_scale_lr = dict(enable=False, base_batch_size=16)
train_dataloader = dict(
    batch_size=16,
    num_workers=1,
    persistent_workers=True,
    drop_last=True,
    # 0 is a plain shuffle, 1 evens the stages out. On two folds inside train (160 px, 25 epochs) kappa .769 at 0 and
    # .698 at 1: the prediction is the mean of the distribution, which a changed mix of stages shifts.
    sampler=dict(type='ClassBalancedSampler', power=0.0),
    dataset=dataset,
)
val_dataloader = dict(
    batch_size=16,
    num_workers=1,
    persistent_workers=True,
    sampler=dict(type='DefaultSampler', shuffle=False),
    dataset=dict(dataset, split='valid', fold_part='valid', test_mode=True),
)
test_dataloader = val_dataloader
val_evaluator = dict(type='CVMMetric')
test_evaluator = val_evaluator

augment_crop = dict(rotation_deg=12.0, scale=(0.85, 1.2), shift=0.06, prob=0.9)
augment_texture = [
    dict(type='RandomGaussianBlur', max_sd_px=1.2, prob=0.2),
    dict(type='RandomErase', max_share=0.1, prob=0.25),
]
pack = dict(type='mmpretrain.PackInputs', meta_keys=('img_path', 'img_id', 'img_shape', 'cvm_stage'))
