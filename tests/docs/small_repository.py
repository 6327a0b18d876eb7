"""A small repository with scores of its own: the text of its files."""

SCORES = """
data:
  test1: {dataset: 'Test1', text: {en: two heads, ko: 머리 둘}, baseline: constant}
machines:
  cpu: {en: one thread, ko: 스레드 1개}
rows:
- {name: constant, kind: reference, data: test1, label: constant, figures: {CVM_qwk: 0}, tables: [all]}
- {name: small, data: test1, seed: 0, machine: cpu, figures: {MRE_mm: 1.14, SDR: [88.0]}, tables: [all, empty]}
- {name: small/seed 1, data: test1, seed: 1, figures: {MRE_mm: 1.2}, tables: [all]}
"""
TABLES = """
columns:
  model: {title: {en: model, ko: 모델}, cells: ['{label}', '`{config}.py`']}
  data: {title: data, cells: ['{data[text]}']}
  mre: {title: MRE mm, cells: ['{MRE_mm:.3f}']}
  kappa: {title: kappa, cells: ['{CVM_qwk:.3f}']}
  never: {title: never, cells: ['{no_such_figure}']}
  where: {title: where, cells: ['{machine}']}
tables: {all: [model, data, mre, kappa], zoo: [model, mre], data: [data], empty: [model, never]}
docstring: {Score: [mre, data], Training: [where]}
metafile:
- {task: Landmarks, metrics: {MRE_mm: '{MRE_mm:.3f}', SDR_2.0mm: '{SDR[0]:.1f}'}}
- {task: CVM stage, metrics: {CVM_qwk: '{CVM_qwk:.3f}'}}
"""
PAGE = '# Scores\n\n<!-- scores:begin all -->\nold\n<!-- scores:end -->\n\nThe end.\n'
CONFIG = '"""A small one.\n\n  python tools/train.py small.py\n"""\n\n_base_ = []\n'
METAFILE = """Collections:
- Name: Small
Models:
- Name: small
  Config: configs/mine/small.py
  Results:
  - Task: Old
    Metrics:
      MRE_mm: 9.0
- Name: other
  Config: configs/other.py
"""

FILES = {
    'docs/scores/scores.yml': SCORES, 'docs/scores/tables.yml': TABLES, 'README.md': PAGE, 'README.ko.md': PAGE,
    'configs/mine/small.py': CONFIG, 'configs/other.py': CONFIG, 'configs/_base_/part.py': 'a = 1\n',
    'configs/mine/metafile.yml': METAFILE,
}  # fmt: skip
