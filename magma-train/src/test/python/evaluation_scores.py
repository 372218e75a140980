"""Stems and ranking scores of independent implementations, for tests of io.magma.train.eval.

Needs Python 3.9, NLTK 3.8 or later (its Porter stemmer, no data) and scikit-learn 1.2 or later; made with NLTK 3.10.3, scikit-learn 1.9.1.

    python evaluation_scores.py ../resources/io/magma/train/eval
"""
import json
import pathlib
import random
import sys

from nltk.stem import PorterStemmer
from sklearn.metrics import accuracy_score, average_precision_score, f1_score, roc_auc_score

WORDS = """
caresses ponies ties caress cats feed agreed plastered bled motoring sing conflated troubled sized hopping tanned falling
hissing fizzed failing filing happy sky skies enjoy spy flies dies died spied relational conditional rational valenci
hesitanci digitizer conformabli radicalli differentli vileli analogousli vietnamization predication operator feudalism
decisiveness hopefulness callousness formaliti sensitiviti sensibiliti triplicate formative formalize electriciti
electrical hopeful goodness revival allowance inference airliner gyroscopic adjustable defensible irritant replacement
adjustment dependent adoption communism activate angulariti homologous effective bowdlerize probate rate cease controll
roll surfing skateboards umbrellas surfboarding motorcycles berries geology archaeology dying lying news innings
proceed succeed eve ice ore are use box snow tray by ax a oed teddy_bear Skiing CHILDREN's don't generously fully
""".split()


def ranking(seed, n, values):
    rng = random.Random(seed)
    truth = [rng.random() < 0.4 for _ in range(n)]
    confidence = [min(1.0, max(0.0, round((0.3 * t + rng.random()) * values) / values)) for t in truth]
    said = [c > 0.5 for c in confidence]
    return {
        "positive": truth,
        "confidence": confidence,
        "roc_auc": roc_auc_score(truth, confidence),
        "average_precision": average_precision_score(truth, confidence),
        "f1": f1_score(truth, said),
        "accuracy": accuracy_score(truth, said),
    }


def main():
    out = pathlib.Path(sys.argv[1])
    stemmer = PorterStemmer()
    (out / "porter.tsv").write_text("".join(f"{w}\t{stemmer.stem(w)}\n" for w in WORDS + ["teddy bears", "two dogs running"]))
    cases = [ranking(1, 12, 4), ranking(2, 40, 10), ranking(3, 60, 1000), ranking(4, 30, 1)]
    (out / "rankings.json").write_text(json.dumps(cases) + "\n")


if __name__ == "__main__":
    main()
