"""ISBI 2015 by the habits of the project that this one grew from: plateau, best model, early stopping.

All three look at a fold of ``train`` that is held out of training (26 of 131 images), so that ``valid`` remains what
is scored once, by tools/test.py. Leaves add the size, the model and its codec.
"""

_base_ = [
    '../default_runtime.py',
    '../datasets/isbi2015.py',
    '../datasets/augmentation.py',
    '../schedules/adam_plateau.py',
]

# Workers read ahead, pinned memory speeds up the way to a GPU, persistent workers are not restarted every epoch.
loading = dict(batch_size=8, num_workers=4, pin_memory=True, persistent_workers=True)
auto_scale_lr = dict(enable=False, base_batch_size=8)
train_dataloader = dict(loading, dataset=dict(fold=0, fold_part='train'))
val_dataloader = dict(loading, dataset=dict(split='train', fold=0, fold_part='valid'))
test_dataloader = dict(loading)
default_hooks = dict(checkpoint=dict(save_best='MRE_mm'))
