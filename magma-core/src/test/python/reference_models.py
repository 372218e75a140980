"""Writes the expected outputs of the tiny models, computed here in float64 from the published formulas.

Run from this folder:  /usr/bin/python3 reference_models.py     (torch 1.13, numpy)
Reads ../resources/io/magma/testing/tiny/*.json, writes golden/*.json beside that folder.

Nothing is shared with the Java code but the formula of the weights (FixedInit.java). Attention, norms, rotary positions and the
bicubic kernel are spelled out; torch is used for matrix products, convolution, pooling and, for the adapters, autograd.
"""

import json
import math
import pathlib
import zlib

import numpy as np
import torch
import torch.nn.functional as F

RESOURCES = pathlib.Path(__file__).resolve().parent.parent / "resources/io/magma/testing"
torch.set_default_dtype(torch.float64)


# ---------------------------------------------------------------- weights, as FixedInit.java draws them

def unit(name, size):
    h = (np.arange(size, dtype=np.uint64) + zlib.crc32(name.encode())) & 0xFFFFFFFF
    h = ((h ^ (h >> np.uint64(16))) * np.uint64(0x7FEB352D)) & np.uint64(0xFFFFFFFF)
    h = ((h ^ (h >> np.uint64(15))) * np.uint64(0x846CA68B)) & np.uint64(0xFFFFFFFF)
    h ^= h >> np.uint64(16)
    return h.astype(np.float64) / 2.0**31 - 1


def fixed(name, *shape):
    size = int(np.prod(shape))
    centre, spread = 0.0, 0.2
    if len(shape) > 1:
        spread = 1.7 / math.sqrt(size / shape[0])
    elif name.endswith(("weight", "running_var", "scale")):
        centre, spread = 1.0, 0.4
    values = (centre + spread * unit(name, size)).astype(np.float32)
    return torch.from_numpy(values.reshape(shape)).double()


def token_ids(rows, tokens, vocabulary):
    return torch.tensor([[(7 * b + 3 * t * t + 5 * t + 1) % vocabulary for t in range(tokens)] for b in range(rows)])


def pixels(rows, side):
    values = fixed("pixels", rows * 3 * side * side).float() * 10
    return values.reshape(rows, 3, side, side).double()


# ---------------------------------------------------------------- pieces

def layer_norm(x, name, eps):
    d = x.shape[-1]
    centred = x - x.mean(-1, keepdim=True)
    return centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + eps) * fixed(name + ".weight", d) + fixed(name + ".bias", d)


def rms_norm(x, name, eps):
    return x / torch.sqrt((x**2).mean(-1, keepdim=True) + eps) * fixed(name + ".weight", x.shape[-1])


def linear(x, name, out, bias=True):
    y = x @ fixed(name + ".weight", out, x.shape[-1]).T
    return y + fixed(name + ".bias", out) if bias else y


def gelu(x):
    return x * 0.5 * (1 + torch.erf(x / math.sqrt(2)))


def gelu_new(x):
    return 0.5 * x * (1 + torch.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))


def silu(x):
    return x / (1 + torch.exp(-x))


def quick_gelu(x):
    return x / (1 + torch.exp(-1.702 * x))


def attend(q, k, v, causal):
    """q (B, H, T, K); k and v may have fewer heads, each serving a run of neighbouring query heads."""
    group = q.shape[1] // k.shape[1]
    out = []
    for h in range(q.shape[1]):
        scores = q[:, h] @ k[:, h // group].transpose(1, 2) / math.sqrt(q.shape[-1])
        if causal:
            t = scores.shape[-1]
            later = torch.arange(t)[None, :] > torch.arange(t)[:, None]
            scores = scores.masked_fill(later, -math.inf)
        e = torch.exp(scores - scores.max(-1, keepdim=True).values)
        out.append(e / e.sum(-1, keepdim=True) @ v[:, h // group])
    return torch.cat(out, -1)


def heads(x, count):
    b, t, _ = x.shape
    return x.reshape(b, t, count, -1).permute(0, 2, 1, 3)


def rotate(x, frequencies, interleaved):
    """Turns each pair of the first 2 * len(frequencies) dimensions, taken as a complex number, by position * frequency."""
    r = 2 * len(frequencies)
    part, rest = x[..., :r], x[..., r:]
    re, im = (part[..., 0::2], part[..., 1::2]) if interleaved else (part[..., : r // 2], part[..., r // 2 :])
    angle = torch.arange(x.shape[2])[:, None] * torch.tensor(frequencies)[None, :]
    turned = torch.complex(re, im) * torch.complex(torch.cos(angle), torch.sin(angle))
    if interleaved:
        both = torch.stack([turned.real, turned.imag], -1).flatten(-2)
    else:
        both = torch.cat([turned.real, turned.imag], -1)
    return torch.cat([both, rest], -1)


def frequencies(dim, theta, scaling=None):
    base = [theta ** (-2 * i / dim) for i in range(dim // 2)]
    if scaling is None:
        return base
    old, factor = scaling["original_max_position_embeddings"], scaling["factor"]
    low, high = scaling["low_freq_factor"], scaling["high_freq_factor"]
    result = []
    for f in base:
        turns = old * f / (2 * math.pi)  # waves within the old context
        if turns > high:
            result.append(f)
        elif turns < low:
            result.append(f / factor)
        else:
            keep = (turns - low) / (high - low)
            result.append((1 - keep) * f / factor + keep * f)
    return result


# ---------------------------------------------------------------- decoders; "wrap(layer, place, x, y)" is where adapters go

def plain(layer, place, x, y):
    return y


def gpt2(c, ids, wrap=plain):
    d, v, n = c["n_embd"], c["vocab_size"], c["n_positions"]
    eps = c["layer_norm_epsilon"]

    def conv1d(x, name, out):  # stored as (in, out)
        return x @ fixed(name + ".weight", x.shape[-1], out) + fixed(name + ".bias", out)

    table = fixed("transformer.wte.weight", v, d)
    x = table[ids] + fixed("transformer.wpe.weight", n, d)[: ids.shape[1]]
    for i in range(c["n_layer"]):
        p = f"transformer.h.{i}."
        a = layer_norm(x, p + "ln_1", eps)
        q, k, w = conv1d(a, p + "attn.c_attn", 3 * d).split(d, -1)
        y = attend(*(heads(z, c["n_head"]) for z in (q, k, w)), True)
        x = x + wrap(i, "attention", a, conv1d(y, p + "attn.c_proj", d))
        m = layer_norm(x, p + "ln_2", eps)
        x = x + wrap(i, "mlp", m, conv1d(gelu_new(conv1d(m, p + "mlp.c_fc", 4 * d)), p + "mlp.c_proj", d))
    return layer_norm(x, "transformer.ln_f", eps) @ table.T


def gptj(c, ids, wrap=plain):
    d, v, eps = c["n_embd"], c["vocab_size"], c["layer_norm_epsilon"]
    f = frequencies(c["rotary_dim"], 10000)
    x = fixed("transformer.wte.weight", v, d)[ids]
    for i in range(c["n_layer"]):
        p = f"transformer.h.{i}."
        a = layer_norm(x, p + "ln_1", eps)
        q, k, w = (heads(linear(a, p + f"attn.{n}_proj", d, False), c["n_head"]) for n in "qkv")
        y = linear(attend(rotate(q, f, True), rotate(k, f, True), w, True), p + "attn.out_proj", d, False)
        m = linear(gelu_new(linear(a, p + "mlp.fc_in", 4 * d)), p + "mlp.fc_out", d)
        x = x + wrap(i, "attention", a, y) + wrap(i, "mlp", a, m)
    return linear(layer_norm(x, "transformer.ln_f", eps), "lm_head", v)


def gpt_neox(c, ids, wrap=plain):
    d, v, eps, n = c["hidden_size"], c["vocab_size"], c["layer_norm_eps"], c["num_attention_heads"]
    f = frequencies(int(d // n * c["rotary_pct"]), c["rotary_emb_base"])
    x = fixed("gpt_neox.embed_in.weight", v, d)[ids]
    for i in range(c["num_hidden_layers"]):
        p = f"gpt_neox.layers.{i}."
        a = layer_norm(x, p + "input_layernorm", eps)
        # Each head's query, key and value lie together.
        q, k, w = heads(linear(a, p + "attention.query_key_value", 3 * d), n).split(d // n, -1)
        y = linear(attend(rotate(q, f, False), rotate(k, f, False), w, True), p + "attention.dense", d)
        y = wrap(i, "attention", a, y)
        m = layer_norm(x if c["use_parallel_residual"] else x + y, p + "post_attention_layernorm", eps)
        h = gelu(linear(m, p + "mlp.dense_h_to_4h", c["intermediate_size"]))
        x = x + y + wrap(i, "mlp", m, linear(h, p + "mlp.dense_4h_to_h", d))
    return linear(layer_norm(x, "gpt_neox.final_layer_norm", eps), "embed_out", v, False)


def llama(c, ids, wrap=plain):
    d, v, eps = c["hidden_size"], c["vocab_size"], c["rms_norm_eps"]
    n, groups = c["num_attention_heads"], c["num_key_value_heads"]
    bias = c["model_type"] == "qwen2"
    f = frequencies(d // n, c["rope_theta"], c.get("rope_scaling"))
    table = fixed("model.embed_tokens.weight", v, d)
    x = table[ids]
    for i in range(c["num_hidden_layers"]):
        p = f"model.layers.{i}."
        a = rms_norm(x, p + "input_layernorm", eps)
        q = heads(linear(a, p + "self_attn.q_proj", d, bias), n)
        k = heads(linear(a, p + "self_attn.k_proj", d // n * groups, bias), groups)
        w = heads(linear(a, p + "self_attn.v_proj", d // n * groups, bias), groups)
        y = linear(attend(rotate(q, f, False), rotate(k, f, False), w, True), p + "self_attn.o_proj", d, False)
        x = x + wrap(i, "attention", a, y)
        m = rms_norm(x, p + "post_attention_layernorm", eps)
        gate = silu(linear(m, p + "mlp.gate_proj", c["intermediate_size"], False))
        up = linear(m, p + "mlp.up_proj", c["intermediate_size"], False)
        x = x + wrap(i, "mlp", m, linear(gate * up, p + "mlp.down_proj", d, False))
    x = rms_norm(x, "model.norm", eps)
    return x @ (table if c["tie_word_embeddings"] else fixed("lm_head.weight", v, d)).T


DECODERS = {"gpt2": gpt2, "gptj": gptj, "gpt_neox": gpt_neox, "llama": llama, "qwen2": llama}


# ---------------------------------------------------------------- image encoders

def cubic_rows(old, new):
    """Matrix (new, old) of cubic convolution with a = -0.75, half-pixel centres and repeated borders, not antialiased."""
    a = -0.75

    def kernel(t):
        t = abs(t)
        if t <= 1:
            return (a + 2) * t**3 - (a + 3) * t**2 + 1
        return a * t**3 - 5 * a * t**2 + 8 * a * t - 4 * a if t < 2 else 0.0

    m = torch.zeros(new, old)
    for i in range(new):
        at = (i + 0.5) * old / new - 0.5
        for j in range(math.floor(at) - 1, math.floor(at) + 3):
            m[i, min(max(j, 0), old - 1)] += kernel(at - j)
    return m


def clip_vit(c, x):
    """All hidden states, and the projected class token."""
    v = c["vision_config"]
    d, size, eps = v["hidden_size"], v["patch_size"], v["layer_norm_eps"]
    old, new = v["image_size"] // size, x.shape[-1] // size
    p = "vision_model."
    kernel = fixed(p + "embeddings.patch_embedding.weight", d, 3, size, size)
    patches = F.conv2d(x, kernel, stride=size).flatten(2).transpose(1, 2)
    table = fixed(p + "embeddings.position_embedding.weight", old * old + 1, d)
    if new != old:
        grid = table[1:].reshape(old, old, d)
        m = cubic_rows(old, new)
        grid = torch.einsum("ij,kl,jld->ikd", m, m, grid)
        table = torch.cat([table[:1], grid.reshape(new * new, d)])
    cls = fixed(p + "embeddings.class_embedding", d).expand(x.shape[0], 1, d)
    x = layer_norm(torch.cat([cls, patches], 1) + table, p + "pre_layrnorm", eps)
    states = [x]
    for i in range(v["num_hidden_layers"]):
        q = f"{p}encoder.layers.{i}."
        a = layer_norm(x, q + "layer_norm1", eps)
        parts = (heads(linear(a, f"{q}self_attn.{n}_proj", d), v["num_attention_heads"]) for n in "qkv")
        x = x + linear(attend(*parts, False), q + "self_attn.out_proj", d)
        m = quick_gelu(linear(layer_norm(x, q + "layer_norm2", eps), q + "mlp.fc1", v["intermediate_size"]))
        x = x + linear(m, q + "mlp.fc2", d)
        states.append(x)
    pooled = linear(layer_norm(x[:, 0], p + "post_layernorm", eps), "visual_projection", c["projection_dim"], False)
    return states, pooled


def clip_resnet(c, x, batch_statistics):
    def conv(x, name, out, kernel, stride=1):
        return F.conv2d(x, fixed(name + ".weight", out, x.shape[1], kernel, kernel), stride=stride, padding=kernel // 2)

    def norm(x, name):
        n = x.shape[1]
        if batch_statistics:
            mean, var = x.mean((0, 2, 3)), x.var((0, 2, 3), unbiased=False)
        else:
            mean, var = fixed(name + ".running_mean", n), fixed(name + ".running_var", n)
        scale = fixed(name + ".weight", n) / torch.sqrt(var + 1e-5)
        return (x - mean[:, None, None]) * scale[:, None, None] + fixed(name + ".bias", n)[:, None, None]

    width = c["width"]
    x = torch.relu(norm(conv(x, "conv1", width // 2, 3, 2), "bn1"))
    x = torch.relu(norm(conv(x, "conv2", width // 2, 3), "bn2"))
    x = torch.relu(norm(conv(x, "conv3", width, 3), "bn3"))
    x = F.avg_pool2d(x, 2)
    for stage, blocks in enumerate(c["layers"]):
        planes = width * 2**stage
        for i in range(blocks):
            p = f"layer{stage + 1}.{i}."
            stride = 2 if stage > 0 and i == 0 else 1
            y = torch.relu(norm(conv(x, p + "conv1", planes, 1), p + "bn1"))
            y = torch.relu(norm(conv(y, p + "conv2", planes, 3), p + "bn2"))
            y = F.avg_pool2d(y, stride) if stride > 1 else y
            y = norm(conv(y, p + "conv3", planes * 4, 1), p + "bn3")
            if stride > 1 or x.shape[1] != planes * 4:
                x = F.avg_pool2d(x, stride) if stride > 1 else x
                x = norm(conv(x, p + "downsample.0", planes * 4, 1), p + "downsample.1")
            x = torch.relu(x + y)
    return x.flatten(2).transpose(1, 2)


def nf_resnet(c, x, take=fixed):
    """Grid of an NF-ResNet with timm's names; "take(name, *shape)" gives its tensors."""

    def conv(x, name, out, kernel, stride=1):
        w = take(name + ".weight", out, x.shape[1], kernel, kernel)
        rows = w.flatten(1)
        centred = rows - rows.mean(1, keepdim=True)
        unit_rows = centred / torch.sqrt((centred**2).mean(1, keepdim=True) + 1e-5)
        gain = take(name + ".gain", out, 1, 1, 1) * 1.7139588594436646 / math.sqrt(rows.shape[1])
        w = unit_rows.reshape(w.shape) * gain
        return F.conv2d(x, w, stride=stride, padding=kernel // 2) + take(name + ".bias", out)[:, None, None]

    def halved(x):
        """Means of 2 x 2, of what there is at an odd border."""
        ones = torch.ones(1, 1, *x.shape[2:])
        odd = (0, x.shape[3] % 2, 0, x.shape[2] % 2)
        return F.avg_pool2d(F.pad(x, odd), 2) / F.avg_pool2d(F.pad(ones, odd), 2)

    width = c["width"]
    x = conv(x, "stem.conv", width, 7, 2)
    x = F.max_pool2d(F.pad(x, (1, 1, 1, 1), value=-math.inf), 3, 2)
    variance = 1.0
    for stage, blocks in enumerate(c["layers"]):
        planes = width * 2**stage
        for i in range(blocks):
            p = f"stages.{stage}.{i}."
            stride = 2 if stage > 0 and i == 0 else 1
            a = torch.relu(x) / math.sqrt(variance)
            variance = (1.0 if i == 0 else variance) + 0.2**2
            y = conv(torch.relu(conv(a, p + "conv1", planes, 1)), p + "conv2", planes, 3, stride)
            y = conv(torch.relu(y), p + "conv3", planes * 4, 1)
            if stride > 1 or x.shape[1] != planes * 4:
                x = conv(halved(a) if stride > 1 else a, p + "downsample.conv", planes * 4, 1)
            x = x + 0.2 * y
    return torch.relu(x).flatten(2).transpose(1, 2)


NF_GRADIENTS = ["stem.conv.weight", "stages.0.0.conv1.gain", "stages.0.1.conv2.weight", "stages.1.0.downsample.conv.gain",
                "stages.2.0.conv3.bias", "stages.3.1.conv2.bias"]


def nf_resnet_gradients(c, x):
    """Of the sum of the pooled features, weighted."""
    params = {}

    def take(name, *shape):
        return params.setdefault(name, fixed(name, *shape).requires_grad_())

    pooled = nf_resnet(c, x, take).mean(1)
    (pooled * fixed("weights of the sum", *pooled.shape)).sum().backward()
    return {name: flat(params[name].grad) for name in NF_GRADIENTS}


# ---------------------------------------------------------------- adapters

class Adapters:
    """MLP adapters in sequence, factor 4; scaled attention adapters in parallel, factor 8, behind a layer norm."""

    def __init__(self, d):
        self.d, self.params = d, {}

    def take(self, name, *shape):
        if name not in self.params:
            self.params[name] = fixed(name, *shape).requires_grad_()
        return self.params[name]

    def bottleneck(self, p, x, width):
        h = torch.relu(x @ self.take(p + "down.weight", width, self.d).T + self.take(p + "down.bias", width))
        return h @ self.take(p + "up.weight", self.d, width).T + self.take(p + "up.bias", self.d)

    def wrap(self, layer, place, x, y):
        p = f"{layer}.{place}."
        if place == "mlp":
            return y + self.bottleneck(p, y, self.d // 4)
        centred = x - x.mean(-1, keepdim=True)
        n = centred / torch.sqrt((centred**2).mean(-1, keepdim=True) + 1e-5)
        n = n * self.take(p + "norm.weight", self.d) + self.take(p + "norm.bias", self.d)
        return y + self.take(p + "scale", 1) * self.bottleneck(p, n, self.d // 8)


def with_adapters(c, ids):
    adapters = Adapters(c["n_embd"])
    logits = gptj(c, ids, adapters.wrap)
    log_p = torch.log_softmax(logits[:, :-1], -1)
    loss = -log_p.gather(-1, ids[:, 1:, None]).sum()
    loss.backward()
    gradients = {n: flat(p.grad) for n, p in adapters.params.items() if n.startswith("0.") or p.dim() == 1}
    return {"loss": loss.item(), "gradients": gradients}


# ---------------------------------------------------------------- output

def flat(x):
    return [float(f"{v:.7g}") for v in x.detach().flatten().tolist()]


def main():
    golden = RESOURCES / "golden"
    golden.mkdir(exist_ok=True)
    for file in sorted((RESOURCES / "tiny").glob("*.json")):
        c = json.loads(file.read_text())
        kind = c["model_type"]
        if kind == "clip":
            states, pooled = clip_vit(c, pixels(2, 32))
            larger, larger_pooled = clip_vit(c, pixels(2, 48))
            result = {f"patches_{i}": flat(states[i][:, 1:]) for i in (0, 1, 2, 3)}
            result |= {"pooled": flat(pooled), "larger_patches": flat(larger[-2][:, 1:]), "larger_pooled": flat(larger_pooled)}
        elif kind == "clip_resnet":
            x = pixels(2, 64)
            result = {"stored": flat(clip_resnet(c, x, False)), "batch": flat(clip_resnet(c, x, True))}
        elif kind == "nf_resnet":
            grid = nf_resnet(c, pixels(2, 64))
            result = {"grid": flat(grid), "pooled": flat(grid.mean(1)), "odd": flat(nf_resnet(c, pixels(1, 40))),
                      "gradients": nf_resnet_gradients(c, pixels(2, 64))}
        else:
            ids = token_ids(2, 9, c["vocab_size"])
            result = {"logits": flat(DECODERS[kind](c, ids))}
            if kind == "gptj":
                result["adapters"] = with_adapters(c, ids)
        (golden / file.name).write_text(json.dumps(result) + "\n")
        print(file.stem, {k: len(v) for k, v in result.items()})


if __name__ == "__main__":
    main()
