"""``aariz_cvm_crop.py`` at the crops' full 320 x 320 pixels: less error at twice the time.

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop_320.py --amp

Scores: see docs/results.md. The last epoch counts; nothing is selected on ``valid``.
"""

_base_ = ['aariz_cvm_crop.py']

to_input = dict(type='CVMCropAffine', input_size=(320, 320))
augmented = [dict(to_input, **_base_.augment_crop), *_base_.augment_intensity, *_base_.augment_texture]
train_dataloader = dict(dataset=dict(pipeline=[*_base_.load, *augmented, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=[*_base_.load, to_input, _base_.pack]))
test_dataloader = val_dataloader
