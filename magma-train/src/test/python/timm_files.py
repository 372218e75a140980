"""Writes tiny NF-ResNets as timm publishes them, and the features that follow from their weights.

Run from this folder:  /usr/bin/python3 timm_files.py     (torch 1.13, numpy)
Writes ../resources/io/magma/train/imports/timm/*. The formulas, in float64, are those of reference_models.py.
"""

import collections
import json
import pathlib

import torch

from clip_files import safetensors
from magma_checkpoints import Model, draw, linear, nfresnet, pixels

OUT = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/train/imports/timm"
LAYERS, WIDTH, SIDE = [1, 1, 2, 1], 4, 64
NAMES = ("stem.", "stages.")


def main():
    (OUT / "hub").mkdir(parents=True, exist_ok=True)
    torch.manual_seed(4)
    d = collections.OrderedDict()
    channels = nfresnet(d, WIDTH, LAYERS, *NAMES)
    d = collections.OrderedDict((k, v.half()) for k, v in d.items())
    model = Model({}, {k: v.double() for k, v in d.items()})
    pooled = model.nfresnet(pixels(SIDE), WIDTH, LAYERS, *NAMES)
    (OUT / "expected.json").write_text(json.dumps([float(f"{v:.8g}") for v in pooled.flatten().tolist()]) + "\n")
    linear(d, "head.fc", 5, channels)
    d = collections.OrderedDict((k, v.half()) for k, v in d.items())
    torch.save(d, OUT / "nf_resnet.pth")
    safetensors(OUT / "hub/model.safetensors", d)
    (OUT / "hub/config.json").write_text(json.dumps(
        {"architecture": "nf_resnet", "num_classes": 5, "num_features": channels,
         "pretrained_cfg": {"input_size": [3, SIDE, SIDE], "interpolation": "bicubic", "crop_pct": 0.94,
                            "mean": [0.5, 0.4, 0.3], "std": [0.25, 0.2, 0.15]}}) + "\n")
    squeezed = collections.OrderedDict(d)
    squeezed["stages.0.0.attn_last.fc1.weight"] = draw(8, 16, 1, 1).half()
    torch.save(squeezed, OUT / "nf_seresnet.pth")
    print(sorted((str(p.relative_to(OUT)), p.stat().st_size) for p in OUT.rglob("*") if p.is_file()))


if __name__ == "__main__":
    main()
