"""``aariz_cvm_crop.py`` at the crops' full 320 x 320 pixels: less error at twice the time.

  OMP_NUM_THREADS=1 AARIZ_CVM_ROOT=/path/to/crops python tools/train.py configs/aariz_cvm_crop_320.py --amp

Mean and SD of seeds 0, 1, 2 on the 91 of ``valid``: quadratic weighted kappa 0.717, 0.059, MAE 0.498, 0.052 stages; on
two folds of ``train`` 0.784, 0.471; always answering stage 5: 0, 0.813. 22 minutes a training on one CPU thread. The
last epoch counts; nothing is selected on ``valid``, and the size was chosen on the folds.
"""

_base_ = ['aariz_cvm_crop.py']

to_input = dict(type='CVMCropAffine', input_size=(320, 320))
augmented = [dict(to_input, **_base_.augment_crop), *_base_.augment_intensity, *_base_.augment_texture]
train_dataloader = dict(dataset=dict(pipeline=[*_base_.load, *augmented, _base_.pack]))
val_dataloader = dict(dataset=dict(pipeline=[*_base_.load, to_input, _base_.pack]))
test_dataloader = val_dataloader
