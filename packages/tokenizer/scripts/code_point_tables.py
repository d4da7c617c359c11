"""How tables of code points are written into the source, for the scripts that make them."""

import re
import string

CODE_POINTS = [c for c in range(0x110000) if not 0xD800 <= c <= 0xDFFF]


def numeral(number):
    """How many times 52, in decimal, left out where it is 0; then the rest as a letter: a-z are 0 to 25, A-Z 26 to 51."""
    high, low = divmod(number, 52)
    return (str(high) if high else "") + string.ascii_letters[low]


def parse_numerals(text):
    """The numbers of what `numeral` has written."""
    return [int(high or "0") * 52 + string.ascii_letters.index(low) for high, low in re.findall(r"(\d*)([a-zA-Z])", text)]


def runs(code_points):
    """How many code points from U+0000 on are none of these, how many then are, how many then are not, and so on."""
    numbers, end = [], 0
    for first, last in ranges(code_points):
        numbers += [first - end, last + 1 - first]
        end = last + 1
    return "".join(map(numeral, numbers))


def parse_runs(text):
    """The code points of what `runs` has written."""
    code_points, end = set(), 0
    for i, number in enumerate(parse_numerals(text)):
        if i % 2 == 1:
            code_points |= set(range(end, end + number))
        end += number
    return code_points


def ranges(code_points):
    """First and last of each row of code points without a gap."""
    found = []
    for c in sorted(code_points):
        if found and c == found[-1][1] + 1:
            found[-1][1] = c
        else:
            found.append([c, c])
    return found


def constant(name, comment, text):
    comment = f"/**\n * {comment}\n */" if "\n" in comment else f"/** {comment} */"
    print(f"\n{comment}\nexport const {name} =", end="")
    if len(name + text) <= 101:
        print(f" '{text}';")
    else:
        print("\n  " + " +\n  ".join(f"'{text[i:i + 114]}'" for i in range(0, len(text), 114)) + ";")


def constants(source):
    """The texts of what `constant` has written, by name."""
    found = re.findall(r"export const (\w+) =(.*?);\n", source, re.DOTALL)
    return {name: "".join(re.findall("'(.*)'", lines)) for name, lines in found}
