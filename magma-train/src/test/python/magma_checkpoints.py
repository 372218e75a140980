"""Writes small checkpoints in exactly the layout of the reference implementation, and the logits that follow from them.

Run from this folder:  /usr/bin/python3 magma_checkpoints.py     (torch 1.13, numpy)
Writes ../resources/io/magma/train/imports/magma/*. The logits are computed in float64 from the stored (rounded) weights by the
formulas below; functions without weights (attention, rotation, activations) come from reference_models.py.
"""

import collections
import json
import math
import pathlib
import sys

import torch
import torch.nn.functional as F

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3] / "magma-core/src/test/python"))
from reference_models import attend, frequencies, gelu_new, heads, nf_resnet, quick_gelu, rotate  # noqa: E402

OUT = HERE.parent / "resources/io/magma/train/imports/magma"
D, LAYERS, HEADS, ROTARY, INNER, POSITIONS = 16, 2, 2, 4, 64, 32
ROWS, HEAD_ROWS = 62, 70
TOKENS = [3, 17, 60, 5, 44, 9]
torch.set_default_dtype(torch.float64)


def draw(*shape, around=0.0, spread=None):
    spread = spread or (1.0 / math.sqrt(math.prod(shape[1:])) if len(shape) > 1 else 0.3)
    return around + spread * torch.randn(*shape)


def norm(d, name, size):
    d[name + ".weight"], d[name + ".bias"] = draw(size, around=1.0), draw(size)


def linear(d, name, out, size, bias=True):
    d[name + ".weight"] = draw(out, size)
    if bias:
        d[name + ".bias"] = draw(out)


# ---------------------------------------------------------------- the parts of a checkpoint

INNER_MLP = {None: "mlp.", "normal": "mlp.0.", "parallel": "mlp.module.", "scaled_parallel": "mlp.module."}
INNER_ATTENTION = {None: "attn.attention.", "normal": "attn.attn_block.attention.", "parallel": "attn.module.attention.",
                   "scaled_parallel": "attn.module.attention."}


def adapter_name(place, kind):
    if place == "mlp":
        return "mlp.1.adapter." if kind == "normal" else "mlp.adapter."
    return "attn.adapter."


def adapter(d, block, place, c):
    kind, factor, layer_norm = c
    name = block + adapter_name(place, kind)
    at = 1 if layer_norm else 0
    if layer_norm:
        norm(d, name + "0", D)
    linear(d, f"{name}{at}", D // factor, D)
    linear(d, f"{name}{at + 2}", D, D // factor)
    if kind == "scaled_parallel":
        d[block + ("mlp." if place == "mlp" else "attn.") + "adapter_scale"] = draw(1, around=1.0)


def language_model(c):
    d = collections.OrderedDict()
    d["lm.transformer.wte.weight"] = draw(ROWS, D, spread=1.0)
    for i in range(LAYERS):
        b = f"lm.transformer.h.{i}."
        norm(d, b + "ln_1", D)
        a = b + INNER_ATTENTION[c["attention"] and c["attention"][0]]
        d[a + "bias"] = torch.ones(POSITIONS, POSITIONS).tril().bool()[None, None]
        d[a + "masked_bias"] = torch.tensor(-math.inf)
        d[a + "scale_attn"] = torch.tensor(math.sqrt(D // HEADS))
        angle = torch.arange(POSITIONS)[:, None] * torch.tensor(frequencies(ROTARY, 10000))[None]
        d[a + "sin"], d[a + "cos"] = angle.sin(), angle.cos()
        for n in ("k", "v", "q", "out"):
            linear(d, f"{a}{n}_proj", D, D, False)
        m = b + INNER_MLP[c["mlp"] and c["mlp"][0]]
        linear(d, m + "c_fc", INNER, D)
        linear(d, m + "c_proj", D, INNER)
        for place in ("attention", "mlp"):
            if c[place]:
                adapter(d, b, place, c[place])
    norm(d, "lm.transformer.ln_f", D)
    linear(d, "lm.lm_head", HEAD_ROWS, D)
    return d


def resnet(d, width, layers):
    e = "image_prefix.enc."

    def conv(name, bn, out, size, kernel):
        d[f"{e}{name}.weight"] = draw(out, size, kernel, kernel) * 1.4
        norm(d, e + bn, out)
        d[f"{e}{bn}.running_mean"], d[f"{e}{bn}.running_var"] = draw(out), draw(out).abs() + 0.5
        d[f"{e}{bn}.num_batches_tracked"] = torch.tensor(7)

    conv("conv1", "bn1", width // 2, 3, 3)
    conv("conv2", "bn2", width // 2, width // 2, 3)
    conv("conv3", "bn3", width, width // 2, 3)
    size = width
    for stage, blocks in enumerate(layers):
        planes = width * 2**stage
        for j in range(blocks):
            b = f"layer{stage + 1}.{j}."
            conv(b + "conv1", b + "bn1", planes, size, 1)
            conv(b + "conv2", b + "bn2", planes, planes, 3)
            conv(b + "conv3", b + "bn3", 4 * planes, planes, 1)
            if j == 0:
                conv(b + "downsample.0", b + "downsample.1", 4 * planes, size, 1)
            size = 4 * planes
    return 32 * width


def vit(d, width, layers, patch, side, out):
    e = "image_prefix.enc."
    d[e + "class_embedding"], d[e + "positional_embedding"] = draw(width), draw(side * side + 1, width)
    d[e + "proj"] = draw(width, out)
    d[e + "conv1.weight"] = draw(width, 3, patch, patch)
    norm(d, e + "ln_pre", width)
    for r in range(layers):
        b = f"{e}transformer.resblocks.{r}."
        d[b + "attn.in_proj_weight"], d[b + "attn.in_proj_bias"] = draw(3 * width, width), draw(3 * width)
        linear(d, b + "attn.out_proj", width, width)
        norm(d, b + "ln_1", width)
        linear(d, b + "mlp.c_fc", 4 * width, width)
        linear(d, b + "mlp.c_proj", width, 4 * width)
        norm(d, b + "ln_2", width)
    norm(d, e + "ln_post", width)
    return out


def nfresnet(d, width, layers, stem="image_prefix.enc.0.0.", stages="image_prefix.enc.0.1."):
    """Draws what the formulas ask for; the reference keeps timm's modules but the classifier as a sequence."""

    def take(name, *shape):
        drawn = draw(*shape, around=1.0 if name.endswith("gain") else 0.0, spread=0.5 if name.endswith("gain") else None)
        return d.setdefault(name.replace("stem.", stem).replace("stages.", stages), drawn)

    nf_resnet({"width": width, "layers": layers}, torch.zeros(1, 3, 32, 32), take)
    return 32 * width


# ---------------------------------------------------------------- formulas

class Model:
    def __init__(self, config, weights):
        self.c, self.w = config, weights

    def layer_norm(self, x, name):
        centred = x - x.mean(-1, keepdim=True)
        scale = torch.sqrt((centred**2).mean(-1, keepdim=True) + 1e-5)
        return centred / scale * self.w[name + ".weight"] + self.w[name + ".bias"]

    def linear(self, x, name):
        y = x @ self.w[name + ".weight"].T
        return y + self.w[name + ".bias"] if name + ".bias" in self.w else y

    def adapter(self, block, place, x):
        kind, _, layer_norm = self.c[place]
        name, at = block + adapter_name(place, kind), 1 if layer_norm else 0
        h = self.layer_norm(x, name + "0") if layer_norm else x
        return self.linear(torch.relu(self.linear(h, f"{name}{at}")), f"{name}{at + 2}")

    def adapted(self, block, place, x, y):
        if not self.c[place]:
            return y
        kind = self.c[place][0]
        if kind == "normal":
            return y + self.adapter(block, place, y)
        scale = self.w.get(block + ("mlp." if place == "mlp" else "attn.") + "adapter_scale", 1)
        return y + scale * self.adapter(block, place, x)

    def logits(self, x):
        f = frequencies(ROTARY, 10000)
        for i in range(LAYERS):
            b = f"lm.transformer.h.{i}."
            n = self.layer_norm(x, b + "ln_1")
            a = b + INNER_ATTENTION[self.c["attention"] and self.c["attention"][0]]
            q, k, v = (heads(self.linear(n, f"{a}{p}_proj"), HEADS) for p in "qkv")
            y = self.linear(attend(rotate(q, f, True), rotate(k, f, True), v, True), a + "out_proj")
            m = b + INNER_MLP[self.c["mlp"] and self.c["mlp"][0]]
            z = self.linear(gelu_new(self.linear(n, m + "c_fc")), m + "c_proj")
            x = x + self.adapted(b, "attention", n, y) + self.adapted(b, "mlp", n, z)
        return self.linear(self.layer_norm(x, "lm.transformer.ln_f"), "lm.lm_head")

    def convolution(self, x, conv, bn, kernel, stride=1):
        e, w = "image_prefix.enc.", self.w
        x = F.conv2d(x, w[f"{e}{conv}.weight"], stride=stride, padding=kernel // 2)
        scale = w[f"{e}{bn}.weight"] / torch.sqrt(w[f"{e}{bn}.running_var"] + 1e-5)
        return (x - w[f"{e}{bn}.running_mean"][:, None, None]) * scale[:, None, None] + w[f"{e}{bn}.bias"][:, None, None]

    def resnet(self, x, layers):
        x = torch.relu(self.convolution(x, "conv1", "bn1", 3, 2))
        x = torch.relu(self.convolution(x, "conv2", "bn2", 3))
        x = F.avg_pool2d(torch.relu(self.convolution(x, "conv3", "bn3", 3)), 2)
        for stage, blocks in enumerate(layers):
            for j in range(blocks):
                b, stride = f"layer{stage + 1}.{j}.", 2 if stage > 0 and j == 0 else 1
                y = torch.relu(self.convolution(x, b + "conv1", b + "bn1", 1))
                y = torch.relu(self.convolution(y, b + "conv2", b + "bn2", 3))
                y = self.convolution(F.avg_pool2d(y, stride), b + "conv3", b + "bn3", 1)
                if j == 0:
                    x = self.convolution(F.avg_pool2d(x, stride), b + "downsample.0", b + "downsample.1", 1)
                x = torch.relu(x + y)
        return x.flatten(2).transpose(1, 2)

    def nfresnet(self, x, width, layers, stem="image_prefix.enc.0.0.", stages="image_prefix.enc.0.1."):
        def take(name, *shape):
            return self.w[name.replace("stem.", stem).replace("stages.", stages)]

        return nf_resnet({"width": width, "layers": layers}, x, take).mean(1)

    def vit(self, x, layers, patch, activation=quick_gelu):
        e, w = "image_prefix.enc.", self.w
        width = len(w[e + "class_embedding"])
        x = F.conv2d(x, w[e + "conv1.weight"], stride=patch).flatten(2).transpose(1, 2)
        x = torch.cat([w[e + "class_embedding"].expand(x.shape[0], 1, width), x], 1) + w[e + "positional_embedding"]
        x = self.layer_norm(x, e + "ln_pre")
        for r in range(layers):
            b = f"{e}transformer.resblocks.{r}."
            n = self.layer_norm(x, b + "ln_1")
            q, k, v = (n @ w[b + "attn.in_proj_weight"].T + w[b + "attn.in_proj_bias"]).split(width, -1)
            x = x + self.linear(attend(*(heads(t, width // 64) for t in (q, k, v)), False), b + "attn.out_proj")
            m = self.linear(self.layer_norm(x, b + "ln_2"), b + "mlp.c_fc")
            x = x + self.linear(activation(m), b + "mlp.c_proj")
        return self.layer_norm(x[:, 0], e + "ln_post") @ w[e + "proj"]

    def run(self, features):
        y = self.linear(features, "image_prefix.proj")
        y = y.reshape(1, -1, D)
        if "image_prefix.ln.weight" in self.w:
            y = self.layer_norm(y, "image_prefix.ln")
        tokens = self.w["lm.transformer.wte.weight"][torch.tensor([TOKENS])]
        return self.logits(torch.cat([y, tokens], 1))[0]


# ---------------------------------------------------------------- files

def stored(weights, dtype):
    """Rounded to the checkpoint's type, where PyTorch keeps a floating-point number."""
    return collections.OrderedDict((k, v.to(dtype) if v.is_floating_point() else v) for k, v in weights.items())


def with_aliases(d, copies):
    """As nn.Module.state_dict gives them: the same parameters again under the wrapper's own attributes."""
    second = [("word_embedding.weight", d["lm.transformer.wte.weight"])]
    second += [(k.replace("lm.transformer.h.", "transformer."), v) for k, v in d.items() if k.startswith("lm.transformer.h.")]
    lm = [(k, v) for k, v in d.items() if k.startswith("lm.")]
    rest = [(k, v) for k, v in d.items() if not k.startswith("lm.")]
    return collections.OrderedDict(lm + [(k, v.clone() if copies else v) for k, v in second] + rest)


def deepspeed(module):
    return {
        "module": module,
        "buffer_names": [k for k in module if k.endswith((".bias", ".sin"))][:3],
        "optimizer": None,
        "param_shapes": [collections.OrderedDict((k, v.shape) for k, v in list(module.items())[:3])],
        "lr_scheduler": {"last_batch_iteration": 30000},
        "csr_tensor_module_names": set(),
        "skipped_steps": 17,
        "global_steps": 30000,
        "global_samples": 7680000,
        "dp_world_size": 32,
        "mp_world_size": 1,
        "ds_config": {"train_batch_size": 256, "fp16": {"enabled": True, "loss_scale_window": 250},
                      "scheduler": {"type": "WarmupDecayLR", "params": {"warmup_min_lr": [0.0], "total_num_steps": 300000}}},
        "ds_version": "0.5.9+unknown",
        "global_step": 30000,
        "config": None,
    }


def pixels(side):
    values = 2 * torch.sin(0.37 * torch.arange(3 * side * side))
    return values.float().double().reshape(1, 3, side, side)


VARIANTS = {
    # name: adapters of MLP and attention (type, factor, layer norm), encoder, type, DeepSpeed's layout or a bare state dict
    "v1": ({"mlp": ("normal", 4, False), "attention": None}, "resnet", torch.float16, True),
    "v2": ({"mlp": ("normal", 8, False), "attention": ("normal", 8, True)}, "vit", torch.float16, True),
    "parallel": ({"mlp": ("parallel", 4, True), "attention": ("scaled_parallel", 2, False)}, "vit", torch.float32, False),
    "scaled": ({"mlp": ("scaled_parallel", 6, True), "attention": ("parallel", 12, False)}, "vit", torch.bfloat16, True),
    "plain": ({"mlp": None, "attention": None}, "resnet", torch.float16, False),
    "nfresnet": ({"mlp": ("normal", 4, False), "attention": None}, "nfresnet", torch.float16, True),
}


def variant(name, adapters, encoder, dtype, engine):
    torch.manual_seed(sum(map(ord, name)))
    weights = language_model(adapters)
    layers, side = (1, 32) if encoder == "vit" else ([1, 2, 1, 1], 64)
    channels = {"resnet": lambda: resnet(weights, 4, layers), "nfresnet": lambda: nfresnet(weights, 4, layers),
                "vit": lambda: vit(weights, 64, layers, 16, 2, 24)}[encoder]()
    linear(weights, "image_prefix.proj", D if encoder == "resnet" else 2 * D, channels)
    if name != "plain":
        norm(weights, "image_prefix.ln", D)
    kept = stored(weights, dtype)
    model = Model(adapters, {k: v.double() for k, v in kept.items()})
    features = {"resnet": lambda x: model.resnet(x, layers), "nfresnet": lambda x: model.nfresnet(x, 4, layers),
                "vit": lambda x: model.vit(x, layers, 16)}[encoder](pixels(side))
    logits = model.run(features)
    module = with_aliases(kept, copies=not engine)
    torch.save(deepspeed(module) if engine else module, OUT / f"{name}.pt")
    return {"side": side, "keys": len(module), "rows": logits.shape[0],
            "logits": [float(f"{v:.8g}") for v in logits.flatten().tolist()]}


def broken():
    whole = torch.load(OUT / "v1.pt")["module"]
    small = collections.OrderedDict((k, v) for k, v in whole.items() if not k.startswith("image_prefix"))

    def save(name, change):
        d = collections.OrderedDict((k, v.clone()) for k, v in small.items())
        change(d)
        torch.save({"module": d}, OUT / f"{name}.pt")

    save("other_alias", lambda d: d["transformer.1.ln_1.weight"].add_(1))
    save("extra_key", lambda d: d.update({"class_head.weight": torch.ones(2)}))
    save("missing_key", lambda d: d.pop("lm.transformer.h.1.mlp.1.adapter.2.bias"))
    save("wrong_shape", lambda d: d.update({"lm.lm_head.bias": torch.ones(3)}))
    save("too_large", lambda d: d["lm.transformer.ln_f.weight"].data.fill_(6e4))
    large = torch.load(OUT / "too_large.pt")
    large["module"]["lm.transformer.ln_f.weight"] = torch.full((D,), 1e6, dtype=torch.float32)
    torch.save(large, OUT / "too_large.pt")


def language_model_folder():
    folder = OUT / "lm"
    folder.mkdir(exist_ok=True)
    config = {"model_type": "gptj", "n_embd": D, "n_layer": LAYERS, "n_head": HEADS, "rotary_dim": ROTARY, "n_inner": None,
              "n_positions": POSITIONS, "vocab_size": 61, "layer_norm_epsilon": 1e-5, "activation_function": "gelu_new",
              "bos_token_id": 60, "eos_token_id": 60}
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    letters = ["Ġ"] + [chr(c) for c in range(97, 123)] + [chr(c) for c in range(65, 91)] + list("?:.,!-'") + ["<|endoftext|>"]
    (folder / "vocab.json").write_text(json.dumps({t: i for i, t in enumerate(letters)}, ensure_ascii=False) + "\n")
    (folder / "merges.txt").write_text("#version: 0.2\n")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    language_model_folder()
    expected = {name: variant(name, *v) for name, v in VARIANTS.items()}
    broken()
    (OUT / "expected.json").write_text(json.dumps(expected | {"tokens": TOKENS}) + "\n")
    print(sorted((p.name, p.stat().st_size) for p in OUT.iterdir()))
