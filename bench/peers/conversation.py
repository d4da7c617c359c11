"""A contestant's side of the conversation with `src/peers/json-lines-peer.ts`, and how it takes the time."""

import json
import statistics
import sys
import time


def converse(hello, answers):
    """Says hello, then answers each line of stdin with the dictionary that the function of its name gives."""
    print(json.dumps(hello), flush=True)
    for line in sys.stdin:
        print(json.dumps(answers[line.strip()]()), flush=True)


def timed(work):
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def median_seconds(work):
    """As `src/peers/repeat.ts`: repeated for half a second, and five times at least."""
    seconds = []
    while sum(seconds) < 0.5 or len(seconds) < 5:
        seconds.append(timed(work))
    return statistics.median(seconds)
