"""Pairs of sentences in, a small scorer of what one is to the other out: the packaged encoder, read pair by pair.

usage: python bench/train_pairs.py ENCODER_FOLDER MADE.jsonl BENCHMARKS OUT_FOLDER [--passes N] [--layers N]

ENCODER_FOLDER holds `model.safetensors` and `tokenizer.json` of all-MiniLM-L6-v2 (Apache-2.0); MADE is what
`pairs_made.py` writes. Beside them train the pairs of BENCHMARKS/inference whose licence allows it: RTE 1 to 3 and WiCE
(a claim with the sentences that support it). Needs torch, which is no dependency of the project: this runs on a
development machine only. Writes `scorer.pt`.

Every pair has a set of labels that would be right (an RTE pair that is not entailed may be a conflict or unrelated),
and the loss is that of the set. Word embeddings stay as they are: made pairs hold few
words that it does not know.
"""

import argparse
import json
import random
import time
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn import functional

LABELS = ("same", "compatible", "conflict", "unrelated")
LONGEST = 64
WIDTH, HEADS = 384, 12
MOST = {"same": 5000, "compatible": 1800, "conflict": 6000, "unrelated": 4000}
Pair = tuple[str, str, tuple[float, ...]]


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.out = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.first, self.second = nn.LayerNorm(WIDTH, eps=1e-12), nn.LayerNorm(WIDTH, eps=1e-12)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        batch, length, _ = x.shape
        q, k, v = self.asked(x).view(batch, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        scores = q @ k.transpose(-1, -2) / (WIDTH // HEADS) ** 0.5 + mask
        met = (scores.softmax(-1) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.first(x + functional.dropout(self.out(met), 0.1, self.training))
        return self.second(x + functional.dropout(self.down(functional.gelu(self.up(x))), 0.1, self.training))


class Scorer(nn.Module):
    """The encoder over "left [SEP] right", and a small network over what it gives for the pair and each side."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.words, self.places, self.sides = (nn.Embedding(n, WIDTH) for n in (30522, 512, 2))
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.hidden, self.last = nn.Linear(4 * WIDTH, 256), nn.Linear(256, len(LABELS))

    def forward(self, ids: torch.Tensor, sides: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        x = self.norm(self.words(ids) + self.places.weight[: ids.shape[1]] + self.sides(sides))
        shut = (1.0 - mask)[:, None, None, :] * -1e4
        for layer in self.layers:
            x = layer(x, shut)
        left, right = (mask * (1 - sides)).unsqueeze(-1), (mask * sides).unsqueeze(-1)
        one, other = ((x * side).sum(1) / side.sum(1).clamp(min=1) for side in (left, right))
        return self.last(functional.relu(self.hidden(torch.cat([x[:, 0], one, other, (one - other).abs()], -1))))


def read_encoder(folder: Path, layers: int) -> Scorer:
    """The scorer with the encoder's weights in it; of fewer layers the lower ones."""
    given, made = load_file(str(folder / "model.safetensors")), Scorer(layers)
    names = {"words": "embeddings.word_embeddings", "places": "embeddings.position_embeddings",
             "sides": "embeddings.token_type_embeddings", "norm": "embeddings.LayerNorm"}  # fmt: skip
    for n in range(layers):
        below = f"encoder.layer.{n}."
        names |= {f"layers.{n}.out": below + "attention.output.dense", f"layers.{n}.up": below + "intermediate.dense",
                  f"layers.{n}.down": below + "output.dense", f"layers.{n}.second": below + "output.LayerNorm",
                  f"layers.{n}.first": below + "attention.output.LayerNorm"}  # fmt: skip
        for part in ("weight", "bias"):
            asked = [given[f"{below}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
            given[f"{below}asked.{part}"] = torch.cat(asked)
        names[f"layers.{n}.asked"] = below + "asked"
    state = made.state_dict()
    for ours, theirs in names.items():
        for part in ("weight", "bias"):
            if f"{ours}.{part}" in state:
                state[f"{ours}.{part}"] = given[f"{theirs}.{part}"]
    made.load_state_dict(state)
    return made


# --- pairs ---------------------------------------------------------------------------------------------------------


def read_made(path: Path, rng: random.Random) -> tuple[list[Pair], list[Pair]]:
    """Made pairs to train on and, of one event in twelve, to look at while training."""
    rows = [json.loads(line) for line in path.open(encoding="utf-8")]
    events = sorted({row["event"] for row in rows})
    kept = set(rng.sample(events, max(1, len(events) // 12)))
    rng.shuffle(rows)
    train: list[Pair] = []
    held: list[Pair] = []
    counts = dict.fromkeys(LABELS, 0)
    for row in rows:
        label = row["label"]
        target = tuple(float(name == label) for name in LABELS)
        if row["event"] in kept:
            held.append((row["left"], row["right"], target))
        elif counts[label] < MOST[label]:
            counts[label] += 1
            train.append((row["left"], row["right"], target))
    rng.shuffle(held)
    return train, held[:1500]


def read_licensed(folder: Path) -> Iterator[Pair]:
    """RTE: entailed or not. WiCE: a claim beside the sentences that support it, wholly or in part, or others."""
    for path in sorted(folder.glob("rte/rte/*.xml")):
        for pair in ElementTree.fromstring(path.read_text(encoding="utf-8", errors="replace")).iter("pair"):
            said = (pair.get("entailment") or pair.get("value") or "").upper()
            text, claim = (" ".join((pair.findtext(key) or "").split()) for key in ("t", "h"))
            if said in ("YES", "TRUE", "ENTAILMENT"):
                yield text, claim, (1.0, 1.0, 0.0, 0.0)
            elif said == "CONTRADICTION":
                yield text, claim, (0.0, 0.0, 1.0, 0.0)
            else:
                yield text, claim, (0.0, 0.0, 1.0, 1.0)
    for path in sorted(folder.glob("wice/data/entailment_retrieval/claim/*.jsonl")):
        for line in path.open(encoding="utf-8"):
            row = json.loads(line)
            for chosen in row["supporting_sentences"][:1]:
                text = " ".join(row["evidence"][n] for n in chosen[:2])
                if row["label"] == "supported":
                    yield text, row["claim"], (1.0, 1.0, 0.0, 0.0)
                elif row["label"] == "partially_supported":
                    yield text, row["claim"], (0.0, 1.0, 0.0, 0.0)


class Reader:
    """Pairs as the numbers that the encoder reads."""

    def __init__(self, folder: Path) -> None:
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.enable_truncation(LONGEST, strategy="longest_first")
        self.tokenizer.no_padding()

    def read(self, pairs: Sequence[tuple[str, str]]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        coded = self.tokenizer.encode_batch(list(pairs))
        longest = max(len(each.ids) for each in coded)
        ids, sides = (torch.zeros(len(coded), longest, dtype=torch.long) for _ in range(2))
        mask = torch.zeros(len(coded), longest)
        for n, each in enumerate(coded):
            size = len(each.ids)
            ids[n, :size], sides[n, :size] = torch.tensor(each.ids), torch.tensor(each.type_ids)
            mask[n, :size] = 1.0
        return ids, sides, mask


def cut_batches(pairs: Sequence[Pair], passes: int, seed: int, size: int = 32) -> Iterator[list[Pair]]:
    """Batches of pairs of like length, in random order; sides change places at random."""
    rng = random.Random(seed)
    for _ in range(passes):
        order = sorted(pairs, key=lambda pair: len(pair[0]) + len(pair[1]) + rng.random() * 40)
        batches = [order[n : n + size] for n in range(0, len(order), size)]
        rng.shuffle(batches)
        for batch in batches:
            yield [(b, a, t) if rng.random() < 0.5 else (a, b, t) for a, b, t in batch]


def train(
    scorer: Scorer, reader: Reader, batches: Iterator[list[Pair]], held: Sequence[Pair], steps: int, out: Path
) -> None:
    """Train in place; says how it does on the held pairs as it goes."""
    scorer.words.weight.requires_grad_(False)
    learned = [p for p in scorer.parameters() if p.requires_grad]
    head = {id(p) for part in (scorer.hidden, scorer.last) for p in part.parameters()}
    groups = [{"params": [p for p in learned if id(p) not in head], "lr": 1.5e-4},
              {"params": [p for p in learned if id(p) in head], "lr": 1e-3}]  # fmt: skip
    optimizer = torch.optim.AdamW(groups, weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda n: min(1.0, (n + 1) / (0.06 * steps)) * max(0.02, 1 - n / steps)
    )
    begun, mean = time.time(), 0.0
    for step, batch in enumerate(islice(batches, steps), 1):
        scorer.train()
        ids, sides, mask = reader.read([(a, b) for a, b, _ in batch])
        with torch.autocast("cpu", torch.bfloat16):
            given = scorer(ids, sides, mask)
        likely = given.float().log_softmax(-1)
        right = torch.tensor([t for _, _, t in batch])
        loss = -(likely + right.clamp(min=1e-9).log()).logsumexp(-1).mean()
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        schedule.step()
        mean += (loss.item() - mean) / min(step, 100)
        if step % 50 == 0:
            torch.save(scorer.state_dict(), out / "scorer.pt")
            right_share = rate(scorer, reader, held)
            print(f"step {step}/{steps} loss {mean:.3f} held {right_share:.3f} {time.time() - begun:.0f}s", flush=True)
    torch.save(scorer.state_dict(), out / "scorer.pt")


def predict(scorer: Scorer, reader: Reader, pairs: Sequence[tuple[str, str]]) -> torch.Tensor:
    """Likelihood of each label for each pair, the mean over both orders."""
    scorer.eval()
    rows = []
    order = sorted(range(len(pairs)), key=lambda n: len(pairs[n][0]) + len(pairs[n][1]))
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for n in range(0, len(order), 64):
            batch = [pairs[k] for k in order[n : n + 64]]
            there = scorer(*reader.read(batch)).float().softmax(-1)
            back = scorer(*reader.read([(b, a) for a, b in batch])).float().softmax(-1)
            rows.append((there + back) / 2)
    found = torch.cat(rows)
    return found[torch.tensor(sorted(range(len(order)), key=lambda n: order[n]))]


def rate(scorer: Scorer, reader: Reader, held: Sequence[Pair]) -> float:
    chosen = predict(scorer, reader, [(a, b) for a, b, _ in held[:300]]).argmax(-1)
    return sum(t[int(n)] > 0 for n, (_, _, t) in zip(chosen, held, strict=False)) / max(1, len(held[:300]))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("encoder", "made", "benchmarks", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--passes", type=int, default=2)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--start", type=Path, help="weights of an earlier run to go on from")
    parser.add_argument("--seed", type=int, default=0, help="of the order of batches: another one to go on with")
    parser.add_argument("--steps", type=int, default=100_000, help="stop after so many batches")
    options = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    pairs, held = read_made(options.made, random.Random(0))
    licensed = list(read_licensed(options.benchmarks / "inference"))
    print(f"{len(pairs)} made pairs, {len(licensed)} others, {len(held)} held")
    scorer, reader = read_encoder(options.encoder, options.layers), Reader(options.encoder)
    if options.start:
        scorer.load_state_dict(torch.load(options.start))
    steps = min(options.steps, options.passes * (len(pairs + licensed) // 32 + 1))
    train(scorer, reader, cut_batches(pairs + licensed, options.passes, options.seed), held, steps, options.out)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
