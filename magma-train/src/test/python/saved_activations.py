"""Bytes that PyTorch's autograd saves in blocks like ours, for ActivationFormulasTest.

Needs PyTorch 2 (written with 2.13, CPU):

    python3 saved_activations.py > ../resources/memory/saved_activations.json

Each case runs one block forward under saved_tensors_hooks and adds up the storages that were saved, each once, without those of
parameters. The operators and their order are those of this project's layers, written anew here.
"""
import json

import torch
from torch import nn
from torch.nn import functional as F

D, H, I, T, B, FACTOR = 32, 4, 96, 24, 3, 4
K = D // H


def saved(run, parameters):
    own = {p.untyped_storage().data_ptr() for p in parameters}
    seen = {}

    def pack(t):
        if t.untyped_storage().data_ptr() not in own:
            seen[t.untyped_storage().data_ptr()] = (t.untyped_storage().nbytes(), t)
        return t

    with torch.autograd.graph.saved_tensors_hooks(pack, lambda t: t):
        y = run()
    total = sum(size for size, _ in seen.values())
    del y
    return total


def linear(i, o, dtype, trained, bias=True):
    m = nn.Linear(i, o, bias=bias)
    m.requires_grad_(trained)
    # Frozen weights are held in the type that computes, trained ones in float32.
    return m if trained else m.to(dtype)


def apply(m, x):
    bias = None if m.bias is None else m.bias.to(x.dtype)
    return F.linear(x, m.weight.to(x.dtype), bias)


def layer_norm(m, x):
    return F.layer_norm(x, (x.shape[-1],), m.weight.to(x.dtype), m.bias.to(x.dtype))


def rms_norm(m, x):
    f = x.float()
    return m.weight.to(x.dtype) * (f * torch.rsqrt((f * f).mean(-1, keepdim=True) + 1e-6)).to(x.dtype)


def rotate(x, cos, sin, n):
    r = x[..., :n].float()
    first, second = r.chunk(2, -1)
    y = (r * cos + torch.cat([-second, first], -1) * sin).to(x.dtype)
    return torch.cat([y, x[..., n:]], -1)


class Adapter:
    def __init__(self, kind, norm=False):
        self.kind = kind
        self.norm = nn.LayerNorm(D) if norm else None
        self.down, self.up = nn.Linear(D, D // FACTOR), nn.Linear(D // FACTOR, D)
        self.scale = nn.Parameter(torch.ones(1)) if kind == "scaled_parallel" else None

    def parameters(self):
        own = [*self.down.parameters(), *self.up.parameters()]
        own += list(self.norm.parameters()) if self.norm else []
        return own + ([self.scale] if self.scale is not None else [])

    def __call__(self, x):
        h = layer_norm(self.norm, x) if self.norm else x
        y = apply(self.up, torch.relu(apply(self.down, h)))
        return y * self.scale.to(y.dtype) if self.scale is not None else y


def around(adapter, inner, x):
    if adapter is None:
        return inner(x)
    if adapter.kind == "sequential":
        h = inner(x)
        return h + adapter(h)
    return inner(x) + adapter(x)


def block(family, dtype, trained=False, attention=None, mlp=None):
    torch.manual_seed(0)
    llama = family == "llama"
    norms = [nn.LayerNorm(D), nn.LayerNorm(D)]
    for n in norms:
        n.requires_grad_(trained)
        if not trained:
            n.to(dtype)
    qkv = linear(D, 3 * D, dtype, trained)
    split = [linear(D, D, dtype, trained, False) for _ in range(3)]
    out = linear(D, D, dtype, trained)
    up, gate, down = (linear(a, b, dtype, trained) for a, b in ((D, I), (D, I), (I, D)))
    layers = [*norms, qkv, *split, out, up, gate, down]
    parameters = [p for m in layers for p in m.parameters()]
    for a in (attention, mlp):
        parameters += a.parameters() if a else []
    n = 2 if family == "gpt_neox" else K
    cos, sin = torch.ones(T, n), torch.ones(T, n)
    norm = rms_norm if llama else layer_norm

    def attend(x):
        heads = lambda y: y.reshape(B, T, -1, K).transpose(1, 2)
        if family == "gpt2":
            q, k, v = apply(qkv, x).reshape(B, T, 3, H, K).permute(2, 0, 3, 1, 4).unbind(0)
        elif family == "gpt_neox":
            q, k, v = apply(qkv, x).reshape(B, T, H, 3 * K).transpose(1, 2).split(K, -1)
        else:
            q, k, v = (heads(apply(p, x)) for p in split)
        if family != "gpt2":
            q, k = rotate(q, cos, sin, n), rotate(k, cos, sin, n)
        y = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        return apply(out, y.transpose(1, 2).flatten(2))

    def feed(x):
        if llama:
            return apply(down, F.silu(apply(gate, x)) * apply(up, x))
        return apply(down, F.gelu(apply(up, x), approximate="tanh"))

    x = torch.randn(B, T, D).to(dtype).requires_grad_(True)

    def run():
        # Not a leaf, as within a decoder.
        h = x + 0
        n1 = norm(norms[0], h)
        if family == "gptj":
            return around(attention, attend, n1) + around(mlp, feed, n1) + h
        if family == "gpt_neox":
            return around(attention, attend, n1) + around(mlp, feed, norm(norms[1], h)) + h
        y = h + around(attention, attend, n1)
        return y + around(mlp, feed, norm(norms[1], y))

    return saved(run, [*parameters, cos, sin])


def vision_block(dtype):
    torch.manual_seed(0)
    norms = [nn.LayerNorm(D), nn.LayerNorm(D)]
    split = [nn.Linear(D, D) for _ in range(4)]
    up, down = nn.Linear(D, I), nn.Linear(I, D)
    parameters = [p for m in [*norms, *split, up, down] for p in m.parameters()]
    x = torch.randn(B, T, D).to(dtype).requires_grad_(True)

    def run():
        h = x + 0
        n1 = layer_norm(norms[0], h)
        q, k, v = (apply(p, n1).reshape(B, T, -1, K).transpose(1, 2) for p in split[:3])
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        y = h + apply(split[3], y)
        u = apply(up, layer_norm(norms[1], y))
        return y + apply(down, u * torch.sigmoid(u * 1.702))

    return saved(run, parameters)


class Conv:
    def __init__(self, i, o, k, stride=1):
        self.weight = nn.Parameter(torch.randn(o, i, k, k))
        self.affine = [nn.Parameter(torch.ones(o)), nn.Parameter(torch.zeros(o))]
        self.statistics = [torch.zeros(o), torch.ones(o)]
        self.stride, self.padding = stride, k // 2

    def tensors(self):
        return [self.weight, *self.affine, *self.statistics]

    def __call__(self, x):
        y = F.conv2d(x, self.weight.to(x.dtype), None, self.stride, self.padding)
        return F.batch_norm(y, *self.statistics, *self.affine, False, 0.1, 1e-5)


def clip_resnet(width, layers, resolution, pictures):
    """A whole CLIP ResNet in float32."""
    torch.manual_seed(0)
    stem = [Conv(3, width // 2, 3, 2), Conv(width // 2, width // 2, 3), Conv(width // 2, width, 3)]
    convs, blocks, i = [*stem], [], width
    for stage, count in enumerate(layers):
        p = width << stage
        for n in range(count):
            s = 2 if stage > 0 and n == 0 else 1
            b = [Conv(i, p, 1), Conv(p, p, 3), Conv(p, 4 * p, 1), Conv(i, 4 * p, 1) if s > 1 or i != 4 * p else None, s]
            blocks.append(b)
            convs += [c for c in b[:4] if c]
            i = 4 * p
    x = torch.randn(pictures, 3, resolution, resolution)

    def run():
        y = x
        for c in stem:
            y = torch.relu(c(y))
        y = F.avg_pool2d(y, 2)
        for reduce, spatial, expand, shortcut, s in blocks:
            pool = (lambda z: F.avg_pool2d(z, s)) if s > 1 else (lambda z: z)
            inner = expand(pool(torch.relu(spatial(torch.relu(reduce(y))))))
            y = torch.relu(inner + (shortcut(pool(y)) if shortcut else y))
        return y

    return saved(run, [t for c in convs for t in c.tensors()])


def main():
    cases = []
    for family in ("gpt2", "gptj", "gpt_neox", "llama"):
        for dtype in (torch.float32, torch.bfloat16):
            name = str(dtype).split(".")[1]
            add = lambda variant, **more: cases.append(
                {"family": family, "dtype": name, "variant": variant, "bytes": block(family, dtype, **more)}
            )
            add("none")
            add("trained", trained=True)
            add("mlp_sequential", mlp=Adapter("sequential"))
            add("mlp_sequential_norm", mlp=Adapter("sequential", True))
            add("mlp_parallel", mlp=Adapter("parallel"))
            add("both", attention=Adapter("parallel"), mlp=Adapter("scaled_parallel", True))
    result = {
        "D": D, "H": H, "I": I, "T": T, "B": B, "factor": FACTOR,
        "decoder": cases,
        "vision_block": {str(d).split(".")[1]: vision_block(d) for d in (torch.float32, torch.bfloat16)},
        "clip_resnet": {"width": 16, "layers": [1, 2, 2, 1], "resolution": 64, "pictures": 2,
                        "bytes": clip_resnet(16, [1, 2, 2, 1], 64, 2)},
    }
    print(json.dumps(result, indent=1))


main()
