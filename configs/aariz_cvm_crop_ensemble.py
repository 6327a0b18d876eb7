"""Several trainings of ``aariz_cvm_crop.py``, each at five views of the crop: the mean predicts the stage.

Train the members, say with three seeds, then score them together; one checkpoint alone is test-time augmentation:

  for N in 0 1 2; do OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop.py \
    --work-dir work_dirs/cvm_seed$N --cfg-options randomness.seed=$N; done
  AARIZ_CVM_ROOT=/path/to/crops python tools/test.py configs/aariz_cvm_crop_ensemble.py work_dirs/cvm_seed*/epoch_25.pth

Score: kappa 0.700 (0.554-0.803), MAE 0.538 stages; Aariz valid, 91 crops.
Training: none beyond its members.
Baseline: kappa 0, MAE 0.813 stages (always stage 5).
"""

_base_ = ['aariz_cvm_crop.py']

# Each well within what the training augmentation draws. No flip: a cephalogram has a side.
views = [{}, dict(rotation_deg=-5), dict(rotation_deg=5), dict(scale=0.94), dict(scale=1.06)]
join = dict(type='CVMEnsemble', views=views)
model = dict(_delete_=True, **join, member=_base_.model, member_config='aariz_cvm_crop', checkpoints=[])
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
