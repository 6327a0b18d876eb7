"""EfficientNet-Lite0, 256 x 320, landmarks, and the CVM stage from the region of C2 to C4 that they give, on a CPU.

python tools/make_phantom.py work_dirs/phantom_cvm --train 240 --valid 24 --test 60 --size 450 550 --seed 1
AARIZ_ROOT=work_dirs/phantom_cvm OMP_NUM_THREADS=1 python tools/train.py configs/phantom_roi.py

About 7 minutes on one thread. 60 test images, none used for a choice: MRE 1.06 mm, SDR at 2 mm 90.7 %, quadratic
weighted kappa 0.978 (95 %: 0.959 to 0.994), accuracy 0.90; always answering stage 5 scores kappa 0 and accuracy 0.33.
"""

_base_ = ['_base_/recipes/phantom_cvm_320.py', '_base_/models/lite0_cvm_roi.py']

model = dict(head=dict(landmark_head=dict(decoder=_base_.codec)))
train_pipeline = [*_base_.train_pipeline[:-1], dict(_base_.pack, pack_transformed=True)]
train_dataloader = dict(dataset=dict(pipeline=train_pipeline))
