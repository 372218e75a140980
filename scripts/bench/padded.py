"""Times the PyTorch peer's step with every caption padded so that a row has a given number of positions, as MAGMA's original
training code pads to its sequence length.

    python padded.py PEER CASE --positions 2048 --steps 3 --warmup 1 --threads 2

CASE is a folder of the peer's make_case.py whose language model has that many positions, PEER the folder of its magma_torch.py.
Prints the median seconds of a step as one line of JSON.
"""

import argparse
import json
import statistics
import sys

ap = argparse.ArgumentParser()
ap.add_argument("peer")
ap.add_argument("case")
ap.add_argument("--positions", type=int, default=2048)
ap.add_argument("--steps", type=int, default=3)
ap.add_argument("--warmup", type=int, default=1)
ap.add_argument("--threads", type=int, default=2)
a = ap.parse_args()
sys.path.insert(0, a.peer)

import torch
import torch.nn.functional as F

import magma_torch as mt

torch.set_num_threads(a.threads)


def losses(self, images, captions):
    n = a.positions - self.prefix(images[:1]).shape[1]
    ids = torch.full((len(captions), n), self.eos)
    labels = torch.full((len(captions), n), -100)
    for i, c in enumerate(captions):
        ids[i, : len(c)] = torch.tensor(c)
        labels[i, : len(c)] = torch.tensor(c)
    lp = F.cross_entropy(self.logits(images, ids).transpose(1, 2), labels, ignore_index=-100, reduction="none")
    return lp, labels != -100


mt.Magma.losses = losses
rows = []
mt.train(a.case, a.warmup + a.steps, lambda step, loss, norm, tokens, seconds: rows.append((seconds, loss)))
print(json.dumps({"step_seconds": statistics.median(t for t, _ in rows[a.warmup :]), "last_loss": rows[-1][1]}))
