"""Trains a WordPiece vocabulary with the Python binding of Hugging Face's tokenizers, on request.

    python tokenizers_vocabulary.py '{"files": [...], "vocabularySize": 8000, ...}'

stdin `train` -> {"seconds": ..., "peakBytes": ..., "pieces": [...]};  stdin closed -> end.
"""

import json
import re
import resource
import sys
import time

import tokenizers
from tokenizers import BertWordPieceTokenizer

settings = json.loads(sys.argv[1])


def peak_memory():
    """As `src/peak-memory.ts`: of this program alone, where Linux tells it; kilobytes."""
    try:
        with open("/proc/self/status") as status:
            return int(re.search(r"^VmHWM:\s*(\d+) kB$", status.read(), re.MULTILINE).group(1))
    except (OSError, AttributeError):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak // 1024 if sys.platform == "darwin" else peak


def train():
    tokenizer = BertWordPieceTokenizer(lowercase=settings["lowercase"])
    start = time.perf_counter()
    tokenizer.train(
        settings["files"],
        vocab_size=settings["vocabularySize"],
        min_frequency=settings["minFrequency"],
        limit_alphabet=settings["limitAlphabet"],
        show_progress=False,
    )
    seconds = time.perf_counter() - start
    return {"seconds": seconds, "peakBytes": peak_memory() * 1024, "pieces": list(tokenizer.get_vocab())}


print(json.dumps({"tokenizers (Python)": tokenizers.__version__}), flush=True)
for line in sys.stdin:
    if line.strip() == "train":
        print(json.dumps(train()), flush=True)
