"""``isbi2015_reader24.py`` with its last head fine-tuned to one reader: for 50 annotated radiographs or more.

  OMP_NUM_THREADS=1 ISBI2015_ROOT=/path/to/isbi2015 python tools/train.py \
    configs/isbi2015/refined/isbi2015_reader24_site.py --amp \
    --cfg-options load_from=READER24 model.coarse_checkpoint=READER24

READER24 is a checkpoint of ``isbi2015_reader24.py``. Fewer radiographs are for ``aariz-mm adapt``, without training.
Backbone and neck stay as they are. Here the site's reader is the senior one; set ``truth`` and data root for another.
Score: MRE 1.491 mm, SDR 77.1 / 84.8 / 88.9 / 94.1 %; ISBI 2015 Test1, senior reader; seed 0.
Training: CPU, one thread, bfloat16, 2 min.
"""

_base_ = ['isbi2015_reader24.py']

from aariz_mm.recipes import dataloaders, one_cycle

train_dataloader, val_dataloader, test_dataloader = dataloaders(
    _base_.codec,
    _base_.augment,
    _base_.image_size,
    input_points=True,
    dataset=dict(truth='senior', landmarks='cldetection24'),
)
epochs = 10
train_cfg, param_scheduler, custom_hooks = one_cycle(epochs=epochs, max_rate=5e-4, average_steps=50)
# In the last epoch, when the rate has come to nothing, all is let go: the hook wants an end.
custom_hooks.append(
    dict(type='StagedUnfreezingHook', modules=['refiner.backbone', 'refiner.neck'], frozen_epochs=epochs - 1)
)
