"""Prints adamw-torch1.13.json: six AdamW steps over two groups with clipping, by PyTorch 1.13.

    /usr/bin/python3 adamw-torch1.13.py > adamw-torch1.13.json
"""
import json

import torch

torch.manual_seed(0)
shapes = {"a.weight": (3, 4), "a.bias": (3,), "b.weight": (2, 3), "unused.weight": (2, 2)}
params = {k: torch.nn.Parameter(torch.randn(s)) for k, s in shapes.items()}
opt = torch.optim.AdamW(
    [
        {"params": [params["a.weight"], params["b.weight"], params["unused.weight"]], "weight_decay": 0.1},
        {"params": [params["a.bias"]], "weight_decay": 0.0},
    ],
    lr=0.01, betas=(0.9, 0.95), eps=1e-3,
)
out = {"start": {k: p.detach().flatten().tolist() for k, p in params.items()}, "shapes": shapes, "steps": []}
for step in range(6):
    factor = (step + 1) / 6
    for g in opt.param_groups:
        g["lr"] = 0.01 * factor
    record = {"lr_factor": factor, "grads": {}}
    for k, p in params.items():
        # b.weight has its first gradient in the third step, unused.weight never.
        p.grad = None if k == "unused.weight" or k == "b.weight" and step < 2 else torch.randn(p.shape) * (0.05 if step == 1 else 1)
        if p.grad is not None:
            record["grads"][k] = p.grad.flatten().tolist()
    record["norm"] = torch.nn.utils.clip_grad_norm_(params.values(), 1.0).item()
    opt.step()
    record["params"] = {k: p.detach().flatten().tolist() for k, p in params.items()}
    out["steps"].append(record)
print(json.dumps(out))
