"""Writes a checkpoint of zeros in the layout and with the shapes of the public MAGMA checkpoint, of any number of blocks.

    /usr/bin/python3 synthetic_checkpoint.py 8 checkpoint.pt      # 8 of 28 blocks: about 4.5 GB, more than zip without zip64 holds

It is for measuring how fast and in how much memory such a file is imported. torch.zeros takes no memory until it is written to.
"""

import collections
import math
import sys

import torch

D, ROWS, HEAD_ROWS, POSITIONS, WIDTH, STAGES = 4096, 50258, 50400, 2048, 96, (6, 8, 18, 8)


def zeros(*shape):
    return torch.zeros(*shape, dtype=torch.float16)


def linear(d, name, out, size):
    d[name + ".weight"], d[name + ".bias"] = zeros(out, size), zeros(out)


def norm(d, name, size):
    d[name + ".weight"], d[name + ".bias"] = zeros(size), zeros(size)


def convolution(d, conv, bn, out, size, kernel):
    d[f"image_prefix.enc.{conv}.weight"] = zeros(out, size, kernel, kernel)
    for part in ("weight", "bias", "running_mean", "running_var"):
        d[f"image_prefix.enc.{bn}.{part}"] = zeros(out)
    d[f"image_prefix.enc.{bn}.num_batches_tracked"] = torch.tensor(0)


def checkpoint(layers):
    d = collections.OrderedDict()
    d["lm.transformer.wte.weight"] = zeros(ROWS, D)
    for i in range(layers):
        b = f"lm.transformer.h.{i}."
        norm(d, b + "ln_1", D)
        a = b + "attn.attention."
        d[a + "bias"] = torch.ones(1, 1, POSITIONS, POSITIONS, dtype=torch.bool)
        d[a + "masked_bias"] = torch.tensor(-math.inf, dtype=torch.float16)
        d[a + "scale_attn"] = torch.tensor(16.0, dtype=torch.float16)
        d[a + "sin"], d[a + "cos"] = zeros(POSITIONS, 32), zeros(POSITIONS, 32)
        for projection in ("k", "v", "q", "out"):
            d[f"{a}{projection}_proj.weight"] = zeros(D, D)
        linear(d, b + "mlp.0.c_fc", 4 * D, D)
        linear(d, b + "mlp.0.c_proj", D, 4 * D)
        linear(d, b + "mlp.1.adapter.0", D // 4, D)
        linear(d, b + "mlp.1.adapter.2", D, D // 4)
    norm(d, "lm.transformer.ln_f", D)
    linear(d, "lm.lm_head", HEAD_ROWS, D)
    d["word_embedding.weight"] = d["lm.transformer.wte.weight"]
    for key in [k for k in d if k.startswith("lm.transformer.h.")]:
        d[key.replace("lm.transformer.h.", "transformer.")] = d[key]
    convolution(d, "conv1", "bn1", WIDTH // 2, 3, 3)
    convolution(d, "conv2", "bn2", WIDTH // 2, WIDTH // 2, 3)
    convolution(d, "conv3", "bn3", WIDTH, WIDTH // 2, 3)
    size = WIDTH
    for stage, blocks in enumerate(STAGES):
        planes = WIDTH * 2**stage
        for j in range(blocks):
            b = f"layer{stage + 1}.{j}."
            convolution(d, b + "conv1", b + "bn1", planes, size, 1)
            convolution(d, b + "conv2", b + "bn2", planes, planes, 3)
            convolution(d, b + "conv3", b + "bn3", 4 * planes, planes, 1)
            if j == 0:
                convolution(d, b + "downsample.0", b + "downsample.1", 4 * planes, size, 1)
            size = 4 * planes
    linear(d, "image_prefix.proj", D, size)
    norm(d, "image_prefix.ln", D)
    return {"module": d, "optimizer": None, "csr_tensor_module_names": set(), "global_steps": 30000}


if __name__ == "__main__":
    torch.save(checkpoint(int(sys.argv[1])), sys.argv[2])
