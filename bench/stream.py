"""Invented reports through copy tracing and clustering as streams: speed, memory and quality, tenth by tenth.

usage: stream.py [--reports N] [--seed N] [--peers N] [--at-once N] [--wrong]

Two processes make the same stream and take it in: one makes profiles and stories, the other finds and judges copies.
Signatures need nothing but their report: each makes half of them, and the first hands its half over. Timed is what the
rooms do, and the handing over, in processor time, which other programmes change little; making the reports and keeping
them on disk is not. `per_s` is the slower process's, for the two run side by side on two cores. `flat` is the time for
a report in the last tenth, as a share of that in the second (the first that is warm).

Quality is against what is known of the reports because they were invented. `b3`: stories. `line_f1`: pairs of reports
in one independent line. `copies_*` and `rewrites_*`: precision, of links that are called so, those between reports of
one line; recall, of reports that are so, those that are linked with one of their line. Digests quote many stories:
they are in no count, but must glue nothing. Last line:

    stream reports=… per_s=… wall_per_s=… rss_mb=… flat=… b3=… b3_first=… b3_last=… line_f1=… line_f1_first=… …
"""

import argparse
import gc
import importlib
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import tempfile
import time
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from multiprocessing.connection import Connection
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any, BinaryIO

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import msgspec

from bench.invention.setting import Known, Sample
from bench.invention.stream import invent_reports
from tellings.cluster.profile import build_profile
from tellings.cluster.stream import StoryStream
from tellings.linking.lines import build_lines
from tellings.records import Judgement, Report, Sentence
from tellings.trace_copies.signatures import Signature, build_signature
from tellings.trace_copies.stream import CopyStream

CHUNK = 1_000  # reports that are made, then taken in
SIGNED = 0.5  # of each chunk, the share that the process of stories signs: so that both take about as long
AHEAD = 8  # chunks by which the signatures may be ahead of the judgements
RECENT = 2_000  # reports that are held as records; older ones are read back from disk
PARTS = 10


@dataclass(slots=True)
class Answers:
    """What is known of each report, by its number."""

    stories: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    relations: list[str] = field(default_factory=list)
    doubles: list[bool] = field(default_factory=list)  # the same text, to the letter, stood before

    @classmethod
    def of(cls, samples: Iterable[Sample]) -> "Answers":
        made = cls()
        made.note(samples, set())
        return made

    def note(self, samples: Iterable[Sample], texts: set[int]) -> None:
        """Add those of these reports. texts: hashes of the texts so far, which grow by those of these."""
        for sample in samples:
            known: Known = sample.known
            self.stories.append(sys.intern(known.story))
            self.lines.append(sys.intern(known.line))
            self.relations.append(known.relation)
            digest = hash(sample.report.text)
            self.doubles.append(digest in texts)
            texts.add(digest)

    def __len__(self) -> int:
        return len(self.stories)


@dataclass(slots=True)
class Room:
    """What a process measured. seconds and clock: for each tenth."""

    seconds: list[float] = field(default_factory=list)
    clock: list[float] = field(default_factory=list)
    rss_mb: list[int] = field(default_factory=list)
    base_mb: int = 0
    groups: list[list[int]] = field(
        default_factory=list
    )  # stories, or lines, as numbers of reports in order of arrival
    links: list[tuple[int, int, str]] = field(default_factory=list)
    answers: Answers = field(default_factory=Answers)  # noted by one process only, for making them anew takes minutes


class Archive:
    """Reports with their sentences, kept on disk: what a store would be asked for. numbers: of reports, by id."""

    def __init__(self, file: BinaryIO, numbers: dict[str, int]) -> None:
        self._file = file
        self._numbers = numbers
        self._ends = array("Q", [0])
        self._recent: dict[str, Sample] = {}
        self._decode = msgspec.msgpack.Decoder(tuple[Report, tuple[Sentence, ...]]).decode

    def keep(self, samples: Iterable[Sample]) -> None:
        """Write them down."""
        self._file.seek(0, os.SEEK_END)
        for sample in samples:
            packed = zlib.compress(msgspec.msgpack.encode((sample.report, sample.sentences)), 1)
            self._file.write(packed)
            self._numbers[sample.report.id] = len(self._numbers)
            self._ends.append(self._ends[-1] + len(packed))
            self._recent[sample.report.id] = sample
        self._file.flush()
        self.forget(RECENT)

    def forget(self, held: int = 0) -> None:
        """Hold no more than so many of the newest as records."""
        for old in list(islice(self._recent, max(0, len(self._recent) - held))):
            del self._recent[old]

    def read(self, report: str) -> tuple[Report, Sequence[Sentence]]:
        """The report and its sentences."""
        sample = self._recent.get(report)
        if sample:
            return sample.report, sample.sentences
        number = self._numbers[report]
        self._file.seek(self._ends[number])
        return self._decode(zlib.decompress(self._file.read(self._ends[number + 1] - self._ends[number])))


def take_in(
    name: str, seed: int, reports: int, take: Callable[[Sequence[Sample]], None], keep: Callable[[Any], None]
) -> Room:
    """Make the stream chunk by chunk and hand each over, timed; how far it is stands on standard error.

    The collector of cyclic garbage passes over what the chunk is made of (a third of a million records), as it would
    where reports come from elsewhere: else looking through these is charged to the room, a quarter of its time.
    """
    room, done = Room(), 0
    stream = invent_reports(seed, reports)
    room.base_mb = read_rss()
    seconds = clock = 0.0
    size = min(CHUNK, max(1, reports // PARTS))
    while True:
        gc.disable()
        chunk = list(islice(stream, size))
        if not chunk:
            break
        keep(chunk)
        gc.freeze()
        gc.enable()
        begun, started = time.process_time(), time.perf_counter()
        take(chunk)
        seconds += time.process_time() - begun
        clock += time.perf_counter() - started
        gc.unfreeze()
        done += len(chunk)
        if done * PARTS >= reports * (len(room.seconds) + 1):
            room.seconds.append(seconds)
            room.clock.append(clock)
            room.rss_mb.append(read_rss())
            rate = reports / PARTS / seconds
            print(f"{name}: {done:,} reports, {rate:.0f} a second, {room.rss_mb[-1]:,} MB", file=sys.stderr, flush=True)
            seconds = clock = 0.0
    gc.enable()
    return room


def read_rss() -> int:
    """Memory that the process holds now, in MB."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") >> 20
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10


def _count_signed(chunk: Sequence[Sample]) -> int:
    return round(SIGNED * len(chunk))


def _sign(samples: Iterable[Sample]) -> list[Signature]:
    return [build_signature(sample.report, sample.sentences) for sample in samples]


def run_stories(seed: int, reports: int, at_once: int, signed: "Queue[bytes]", out: Connection) -> None:
    """The process of profiles and stories. It puts signatures of a part of each chunk into `signed`."""
    stream = StoryStream()

    def take(chunk: Sequence[Sample]) -> None:
        for start in range(0, len(chunk), at_once):
            part = chunk[start : start + at_once]
            stream.add([build_profile(s.report, s.sentences, s.mentions, vector=False) for s in part])
        packed.append(pickle.dumps(_sign(chunk[: _count_signed(chunk)]), pickle.HIGHEST_PROTOCOL))

    packed: list[bytes] = []
    numbers: dict[str, int] = {}
    answers, texts = Answers(), set[int]()

    def hand_over() -> None:
        while packed:
            signed.put(packed.pop())

    def keep(chunk: Sequence[Sample]) -> None:
        hand_over()
        answers.note(chunk, texts)
        for sample in chunk:
            numbers[sample.report.id] = len(numbers)

    room = take_in("stories", seed, reports, take, keep)
    hand_over()
    room.answers = answers
    room.groups = [[numbers[report] for report in story.reports] for story in stream.stories()]
    out.send(room)


def run_copies(seed: int, reports: int, signed: "Queue[bytes]", out: Connection) -> None:
    """The process of judgements on copies, and of the other signatures.

    Judgements are written down: a store would hold them.
    """
    numbers: dict[str, int] = {}
    encode, decode = msgspec.json.encode, msgspec.json.Decoder(Judgement).decode
    with tempfile.TemporaryFile() as file, tempfile.TemporaryFile() as told:
        archive = Archive(file, numbers)
        stream = CopyStream(archive.read)
        found: list[Judgement] = []
        packed: list[bytes] = []

        def take(chunk: Sequence[Sample]) -> None:
            for signature in pickle.loads(packed.pop()) + _sign(chunk[_count_signed(chunk) :]):
                found.extend(stream.add(signature))

        def write() -> None:
            told.writelines(encode(judgement) + b"\n" for judgement in found)
            found.clear()

        def keep(chunk: Sequence[Sample]) -> None:
            write()
            archive.keep(chunk)
            packed.append(signed.get())

        room = take_in("copies", seed, reports, take, keep)
        write()
        told.seek(0)
        judgements = [judgement for judgement in map(decode, told) if judgement.verdict]
    room.links = [(numbers[j.left], numbers[j.right], j.detail) for j in judgements]
    room.groups = [[numbers[report] for report in line] for line in build_lines(numbers, judgements)]
    out.send(room)


def score_b3(groups: Iterable[Sequence[int]], answers: Answers, wanted: range) -> float:
    """B3 F1 of stories over the wanted reports; digests are not counted."""
    sizes = Counter(s for s, r in zip(answers.stories, answers.relations, strict=True) if r != "digest")
    precision = recall = 0.0
    counted = 0
    for group in groups:
        held = [n for n in group if answers.relations[n] != "digest"]
        within = Counter(answers.stories[n] for n in held)
        for number in held:
            if number in wanted:
                same = within[answers.stories[number]]
                precision += same / len(held)
                recall += same / sizes[answers.stories[number]]
                counted += 1
    return _f1(precision / max(1, counted), recall / max(1, counted))


def score_lines(groups: Iterable[Sequence[int]], answers: Answers, wanted: range) -> float:
    """F1 over the pairs of wanted reports that are in one line, texts that stood before to the letter left out: a
    thousand of them would be half a million pairs."""
    truly: Counter[str] = Counter()
    right = said = 0
    for group in groups:
        held = [n for n in group if n in wanted and not answers.doubles[n] and answers.relations[n] != "digest"]
        within = Counter(answers.lines[n] for n in held)
        truly.update(within)
        said += _pairs(len(held))
        right += sum(_pairs(size) for size in within.values())
    return 2 * right / max(1, said + sum(_pairs(size) for size in truly.values()))


def score_links(
    links: Sequence[tuple[int, int, str]], answers: Answers, wanted: range, relations: Sequence[str]
) -> tuple[float, float]:
    """Precision and recall of those relations. Precision: links called so, between reports of one line. Recall: reports
    that are so, and came after another of their line, that are linked with one of it."""
    called = right = 0
    linked: set[int] = set()
    for left, right_ in ((a, b) for a, b, _ in links):
        if answers.lines[left] == answers.lines[right_]:
            linked |= {left, right_}
    for left, other, detail in links:
        if detail in relations and max(left, other) in wanted:
            called += 1
            right += answers.lines[left] == answers.lines[other]
    met: set[str] = set()
    due = found = 0
    for number, (line, relation) in enumerate(zip(answers.lines, answers.relations, strict=True)):
        if relation in relations and line in met and number in wanted:
            due += 1
            found += number in linked
        met.add(line)
    return right / max(1, called), found / max(1, due)


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def score_peers(seed: int, reports: int) -> dict[str, float]:
    """datasketch's MinHashLSH for copies, TF-IDF in one pass for stories, on the first reports: speed and quality."""
    from tellings.text.words import shingles, words_of

    samples = list(invent_reports(seed, reports))
    answers, whole = Answers.of(samples), range(reports)
    figures: dict[str, float] = {}
    try:
        datasketch: Any = importlib.import_module("datasketch")  # not needed for anything else
    except ImportError:
        print("datasketch is not installed: its figures are left out")
    else:
        begun = time.process_time()
        index, links = datasketch.MinHashLSH(threshold=0.5, num_perm=128), []
        for number, sample in enumerate(samples):
            hashes = datasketch.MinHash(num_perm=128)
            hashes.update_batch([" ".join(run).encode() for run in shingles(words_of(sample.report.text), 5)])
            links += [(other, number, "copy") for other in index.query(hashes)[:20]]
            index.insert(number, hashes)
        figures["lsh_per_s"] = reports / (time.process_time() - begun)
        precision, recall = score_links(links, answers, whole, ("copy", "version"))
        figures["lsh_copies_f1"] = _f1(precision, recall)
        figures["lsh_rewrites_recall"] = score_links(links, answers, whole, ("derived", "shared_agency"))[1]
    begun = time.process_time()
    figures["tfidf_b3"] = score_tfidf(samples, answers)
    figures["tfidf_per_s"] = reports / (time.process_time() - begun)
    return figures


def score_tfidf(samples: Sequence[Sample], answers: Answers) -> float:
    """B3 F1 of TF-IDF in one pass: each report joins the story of the nearest one before it, or starts one; at the
    threshold that is best in hindsight."""
    import numpy as np
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    thresholds = (0.2, 0.25, 0.3, 0.35, 0.4, 0.5)
    counts = HashingVectorizer(n_features=1 << 18, alternate_sign=False, norm=None, stop_words="english").transform(
        sample.report.text for sample in samples
    )
    matrix = TfidfTransformer(sublinear_tf=True).fit_transform(counts).tocsr()
    near, best = np.zeros(len(samples)), np.full(len(samples), -1)
    for start in range(0, len(samples), 500):
        table = (matrix[start : start + 500] @ matrix[: start + 500].T).toarray()
        for row in range(len(table)):
            number = start + row
            if number:
                best[number] = int(table[row, :number].argmax())
                near[number] = table[row, best[number]]
    scores = []
    for threshold in thresholds:
        home: list[int] = []
        groups: dict[int, list[int]] = defaultdict(list)
        for number in range(len(samples)):
            home.append(home[best[number]] if near[number] >= threshold else number)
            groups[home[number]].append(number)
        scores.append(score_b3(groups.values(), answers, range(len(samples))))
    return max(scores)


def run_rooms(seed: int, reports: int, at_once: int) -> tuple[Room, Room]:
    """Both processes, side by side."""
    context = multiprocessing.get_context("spawn")
    pipes = [context.Pipe(duplex=False) for _ in range(2)]
    signed: Queue[bytes] = context.Queue(AHEAD)
    jobs = (
        context.Process(target=run_stories, args=(seed, reports, at_once, signed, pipes[0][1]), daemon=True),
        context.Process(target=run_copies, args=(seed, reports, signed, pipes[1][1]), daemon=True),
    )
    for job in jobs:
        job.start()
    for _, sending in pipes:
        sending.close()
    rooms = [receiving.recv() for receiving, _ in pipes]
    for job in jobs:
        job.join()
    return rooms[0], rooms[1]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peers", type=int, default=0, help="reports that the peers are measured on; 0: none")
    parser.add_argument("--at-once", type=int, default=1_000, help="reports after which stories are worked out")
    parser.add_argument("--wrong", action="store_true", help="the stories that mix most")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # the two processes end with this one
    reports = options.reports
    stories, copies = run_rooms(options.seed, reports, options.at_once)
    answers = stories.answers
    part = reports // PARTS
    print("tenth  stories and signatures/s  judgements on copies/s  MB   stories B3  lines F1")
    tenths = [range(n * part, (n + 1) * part) for n in range(PARTS)]
    b3 = [score_b3(stories.groups, answers, tenth) for tenth in tenths]
    lines = [score_lines(copies.groups, answers, tenth) for tenth in tenths]
    for n in range(PARTS):
        print(
            f"{n + 1:5}  {part / stories.seconds[n]:22.0f}  {part / copies.seconds[n]:23.0f}  "
            f"{stories.rss_mb[n] + copies.rss_mb[n]:5}  {b3[n]:10.3f}  {lines[n]:8.3f}"
        )
    if options.wrong:
        print_wrong(stories, copies, answers)
    figures = summarise(stories, copies, answers, b3, lines, options)
    print("stream " + " ".join(f"{key}={round(value, 3)}" for key, value in figures.items()))


def summarise(
    stories: Room, copies: Room, answers: Answers, b3: Sequence[float], lines: Sequence[float], options: Any
) -> dict[str, float]:
    """The figures of the last line."""
    reports, whole = len(answers), range(len(answers))
    part = reports // PARTS
    first, last = range(part), range(reports - part, reports)
    rewrites = ("derived", "shared_agency")
    copied = score_links(copies.links, answers, whole, ("copy", "version"))
    rewritten = score_links(copies.links, answers, whole, rewrites)
    figures: dict[str, float] = {
        "reports": reports,
        "per_s": round(reports / max(sum(stories.seconds), sum(copies.seconds))),
        "wall_per_s": round(reports / max(sum(stories.clock), sum(copies.clock))),
        "rss_mb": max(stories.rss_mb) + max(copies.rss_mb),
        "flat": max(room.seconds[-1] / room.seconds[1] for room in (stories, copies)),
        "b3": score_b3(stories.groups, answers, whole),
        "b3_first": b3[0],
        "b3_last": b3[-1],
        "line_f1": score_lines(copies.groups, answers, whole),
        "line_f1_first": lines[0],
        "line_f1_last": lines[-1],
        "copies_f1": _f1(*copied),
        "copies_p": copied[0],
        "copies_r": copied[1],
        "rewrites_p": rewritten[0],
        "rewrites_r": rewritten[1],
        "rewrites_r_first": score_links(copies.links, answers, first, rewrites)[1],
        "rewrites_r_last": score_links(copies.links, answers, last, rewrites)[1],
    }
    if options.peers:
        figures |= score_peers(options.seed, options.peers)
    return figures


def print_wrong(stories: Room, copies: Room, answers: Answers) -> None:
    """Stories that mix most, and what false links are made of."""
    mixed = sorted(stories.groups, key=lambda g: -len({answers.stories[n] for n in g}))[:12]
    for group in mixed:
        print(len(group), Counter(answers.stories[n] for n in group).most_common(4))
    false = Counter(
        (detail, *sorted((answers.relations[a], answers.relations[b])), answers.stories[a] == answers.stories[b])
        for a, b, detail in copies.links
        if answers.lines[a] != answers.lines[b]
    )
    for what, number in false.most_common(12):
        print(number, *what)


if __name__ == "__main__":
    main()
