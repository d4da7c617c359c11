"""How tables of code points are written into the source, for the scripts that make them."""

import re
import textwrap

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def base36(number):
    digits = ""
    while number > 0 or digits == "":
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def ranges(code_points):
    """`gap` or `gap-more` for each range: the distance from the end of the last one, and how many more follow."""
    found = []
    for c in code_points:
        if found and c == found[-1][1] + 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    items, end = [], 0
    for first, last in found:
        items.append(base36(first - end) + (f"-{base36(last - first)}" if last > first else ""))
        end = last
    return items


def parse_ranges(text):
    """The code points of what `ranges` has written."""
    code_points, last = set(), 0
    for item in text.split():
        gap, _, more = item.partition("-")
        first = last + int(gap, 36)
        last = first + int(more or "0", 36)
        code_points |= set(range(first, last + 1))
    return code_points


def classes(values):
    """The ranges of each value's code points, behind the value and a colon."""
    items = []
    for value in sorted(set(values.values())):
        items += [f"{base36(value)}:"] + ranges([c for c in values if values[c] == value])
    return items


def parse_classes(text):
    """The values of what `classes` has written."""
    values = {}
    for part in re.split(r"\s(?=\w+:)", text):
        value, _, items = part.partition(":")
        values |= {c: int(value, 36) for c in parse_ranges(items)}
    return values


def runs(mapping):
    """`gap,count,step,distance` for each run of code points `step` apart that all move by the same distance."""
    left = dict(sorted(mapping.items()))
    items, last_first = [], 0
    while left:
        first = next(iter(left))
        distance = left[first] - first
        counts = {}
        for step in (1, 2):
            counts[step] = 1
            while left.get(first + counts[step] * step, -1) == first + counts[step] * step + distance:
                counts[step] += 1
        step = 2 if counts[2] > counts[1] else 1
        for i in range(counts[step]):
            del left[first + i * step]
        sign = "-" if distance < 0 else ""
        items.append(f"{base36(first - last_first)},{base36(counts[step])},{step},{sign}{base36(abs(distance))}")
        last_first = first
    return items


def parse_runs(text):
    """The mapping of what `runs` has written."""
    mapping, first = {}, 0
    for item in text.split():
        gap, count, step, distance = (int(number, 36) for number in item.split(","))
        first += gap
        for i in range(count):
            mapping[first + i * step] = first + i * step + distance
    return mapping


def constant(name, comment, items):
    lines = textwrap.wrap(" ".join(items), 118, break_on_hyphens=False, break_long_words=False)
    comment = f"/**\n * {comment}\n */" if "\n" in comment else f"/** {comment} */"
    print(f"\n{comment}\nexport const {name} = `\n" + "\n".join(lines) + "\n`;")
