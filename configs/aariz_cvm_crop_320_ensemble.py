"""Several trainings of ``aariz_cvm_crop_320.py``, each asked at five views of the crop: one answer of their mean.

Trained and scored as ``aariz_cvm_crop_ensemble.py`` says, with this config and that one's member in place of its own.

  AARIZ_CVM_ROOT=/path/to/crops python tools/test.py configs/aariz_cvm_crop_320_ensemble.py CHECKPOINT CHECKPOINT ...

Score: see docs/results.md
"""

_base_ = ['aariz_cvm_crop_320.py']

# Each well within what the training augmentation draws. No flip: a cephalogram has a side.
views = [{}, dict(rotation_deg=-5), dict(rotation_deg=5), dict(scale=0.94), dict(scale=1.06)]
model = dict(_delete_=True, type='CVMEnsemble', member=_base_.model, checkpoints=[], views=views)
custom_hooks = [dict(type='ChannelsLastHook')]  # the members' averaged weights are in their checkpoints
