"""Several trainings of ``aariz_cvm_crop_320.py``, each at five views of the crop: the mean predicts the stage.

  for N in 0 1 2; do OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py \
    configs/aariz_cvm_crop_320.py --amp --work-dir work_dirs/320_seed$N --cfg-options randomness.seed=$N; done
  AARIZ_CVM_ROOT=/path/to/crops python tools/test.py configs/aariz_cvm_crop_320_ensemble.py \
    work_dirs/320_seed*/epoch_25.pth

The score is that of seeds 0, 1, 2.
Score: kappa 0.734 (0.619-0.829), MAE 0.495 stages; Aariz valid, 91 crops.
Training: none beyond its members.
Baseline: kappa 0, MAE 0.813 stages (always stage 5).
"""

_base_ = ['aariz_cvm_crop.py']

from aariz_mm.recipes import crop_dataloaders

train_dataloader, val_dataloader, test_dataloader = crop_dataloaders(
    (320, 320), _base_.augment_crop, _base_.augment, _base_.pack
)
# Each well within what the training augmentation draws. No flip: a cephalogram has a side.
views = [{}, dict(rotation_deg=-5), dict(rotation_deg=5), dict(scale=0.94), dict(scale=1.06)]
join = dict(type='CVMEnsemble', views=views)
model = dict(_delete_=True, **join, member=_base_.model, member_config='aariz_cvm_crop_320', checkpoints=[])
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
