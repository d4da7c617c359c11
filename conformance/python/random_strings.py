"""What Hugging Face's `tokenizers` makes of strings, for `pnpm interop --random-strings`.

    python random_strings.py TOKENIZER.json STRINGS.jsonl CHECKSUMS

A CRC-32 for each string: of its ids, then of its offsets in code points, all as 32-bit integers.
"""

import json
import sys
import zlib
from array import array
from itertools import chain, islice

from tokenizers import Tokenizer

tokenizer_file, strings_file, answers_file = sys.argv[1:]
tokenizer = Tokenizer.from_file(tokenizer_file)
with open(strings_file, encoding="utf-8", newline="\n") as strings, open(answers_file, "wb") as answers:
    lines = (json.loads(line) for line in strings)
    while batch := list(islice(lines, 10_000)):
        checksums = array("I")
        for encoding in tokenizer.encode_batch(batch):
            ids = zlib.crc32(array("i", encoding.ids).tobytes())
            checksums.append(zlib.crc32(array("i", chain.from_iterable(encoding.offsets)).tobytes(), ids))
        answers.write(checksums.tobytes())
