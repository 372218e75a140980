"""Questions about pictures with shots, answered one at a time by the PyTorch peer: the other side of Questions.java.

    python questions.py make CASE FILE --questions 64 --shots 4 [--shared]
    python questions.py run PEER CASE FILE --threads 2 --new-tokens 8

CASE is a folder of the peer's make_case.py, PEER the folder of its magma_torch.py. FILE holds, for each question, pictures and
texts in the order the model reads them; three questions are about each picture. Shots are the same for all questions with
--shared, else each question has its own. Prints seconds, questions a second and the tokens as one line of JSON.
"""

import argparse
import json
import random
import sys
import time


def make(a):
    import glob

    rows = []
    for path in sorted(glob.glob(f"{a.case}/data/image_data/*/*.json")):
        sample = json.load(open(path))
        rows.append((sample["image_path"], sample["captions"][0]))
    rng = random.Random(a.seed)
    asked = ["what is it", "how many things are there", "which colour is the large one"]
    shared = rng.sample(rows, a.shots)
    questions = []
    for i in range(a.questions):
        items = []
        for image, caption in shared if a.shared else rng.sample(rows, a.shots):
            items += [{"image": image}, {"text": f"Q: {rng.choice(asked) if not a.shared else asked[0]} A: {caption} "}]
        items += [{"image": rows[i // 3 % len(rows)][0]}, {"text": f"Q: {asked[i % 3]} A:"}]
        questions.append(items)
    json.dump(questions, open(a.file, "w"))


def run(a):
    sys.path.insert(0, a.peer)
    import magma_torch as mt
    import torch

    torch.set_num_threads(a.threads)
    _, model = mt.load(a.case)
    model.eval()
    embed = model.lm.get_input_embeddings()

    @torch.no_grad()
    def answer(items):
        parts = []
        for item in items:
            if "image" in item:
                pixels = mt.preprocess(f"{a.case}/data/{item['image']}", model.encoder.resolution)
                parts.append(model.prefix(pixels[None]).to(model.dtype))
            else:
                parts.append(embed(torch.tensor([model.tokenizer.encode(item["text"]).ids])))
        x, out, past = torch.cat(parts, 1), [], None
        for _ in range(a.new_tokens):  # as the peer's own generate
            r = model.lm(inputs_embeds=x, past_key_values=past, use_cache=True)
            past, token = r.past_key_values, int(r.logits[0, -1].float().argmax())
            if token == model.eos:
                break
            out.append(token)
            x = embed(torch.tensor([[token]]))
        return out

    questions = json.load(open(a.file))
    answer(questions[0])
    start = time.perf_counter()
    tokens = [answer(q) for q in questions]
    seconds = time.perf_counter() - start
    print(json.dumps({"seconds": seconds, "questions_per_second": len(questions) / seconds, "tokens": tokens}))


ap = argparse.ArgumentParser()
sub = ap.add_subparsers(dest="command", required=True)
m = sub.add_parser("make")
m.add_argument("case")
m.add_argument("file")
m.add_argument("--questions", type=int, default=64)
m.add_argument("--shots", type=int, default=4)
m.add_argument("--shared", action="store_true")
m.add_argument("--seed", type=int, default=0)
r = sub.add_parser("run")
r.add_argument("peer")
r.add_argument("case")
r.add_argument("file")
r.add_argument("--threads", type=int, default=2)
r.add_argument("--new-tokens", type=int, default=8)
args = ap.parse_args()
make(args) if args.command == "make" else run(args)
