"""The vocabulary: topics and grammar rules, read from the lexicon files beside this module.

Rule files: `= name` begins a rule with an alternative on each line. In a rule `= name *` words are
separated by spaces, in `= name ~` each character is a word; both draw the first ones more often.
Topic files: `# name | agencies | subject | key area | leaf slugs`, then lines `key: words`. `i:` has
indicators name/unit/low/high.
"""

import re
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

LEXICON = Path(__file__).with_name("lexicon")
PAIRS = 6000
_SLOT = re.compile(r"\{([^{}]+)\}")


class Topic(NamedTuple):
    """A field of work and its own words."""

    name: str
    agencies: tuple
    subject: str
    key_area: str
    leaves: frozenset
    indicators: tuple
    rules: dict


class Rule(NamedTuple):
    """Alternatives, compiled; `skewed` prefers the first ones."""

    choices: tuple
    skewed: bool = False


def compile_line(line):
    """Split a line into text and slots in turn; a line without slots stays a string.

    A slot is the name of a rule, or (low, span) for a number written `{low-high}`.
    """
    parts = _SLOT.split(line)
    if len(parts) == 1:
        return line
    return tuple(_slot(part) if turn % 2 else part for turn, part in enumerate(parts))


def _slot(text):
    """A number range as a pair, a rule name as it is."""
    low, dash, high = text.partition("-")
    if dash and low.isdigit() and high.isdigit():
        return int(low), int(high) - int(low) + 1
    return text


def _lines(pattern):
    """The lines of the matching lexicon files, in the order of their names, without blanks."""
    for path in sorted(LEXICON.glob(pattern)):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                yield line.strip()


def _read_rules():
    """All rules: {name: Rule}."""
    texts, forms, name = {}, {}, None
    for line in _lines("rules-*.txt"):
        if line.startswith("= "):
            name, _, forms[name] = line[2:].partition(" ")
            texts[name] = []
        elif forms[name] == "*":
            texts[name].extend(line.split())
        elif forms[name] == "~":
            texts[name].extend(line.replace(" ", ""))
        else:
            texts[name].append(line)
    rules = {name: Rule(tuple(map(compile_line, lines)), forms[name] == "~")
             for name, lines in texts.items()}
    rules["nm"], rules["n3"] = _names(rules["c"].choices)
    return rules


def _names(characters):
    """Names of firms, lanes and the like, of two and of three characters.

    The first characters and names are used most and the others seldom, as in real towns.
    """
    draw = Random("names").random

    def pick():
        chance = draw()
        return characters[int(chance * chance * chance * len(characters))]

    pairs = dict.fromkeys(pick() + pick() for _ in range(PAIRS))
    triples = dict.fromkeys(pick() + pick() + pick() for _ in range(PAIRS // 8))
    return Rule(tuple(pairs), True), Rule(tuple(triples), True)


def _read_topics():
    """All topics in the order of the files."""
    topics = []
    for line in _lines("topics-*.txt"):
        if line.startswith("# "):
            name, agencies, subject, area, leaves = (part.strip() for part in line[2:].split("|"))
            topics.append(Topic(name, tuple(agencies.split()), subject, area,
                                frozenset(leaves.split()), [], {"T": Rule((name,))}))
            continue
        key, _, words = line.partition(":")
        if key == "i":
            topics[-1].indicators.extend(_indicator(word) for word in words.split())
        else:
            topics[-1].rules[key] = Rule(tuple(words.split()))
    return tuple(_finished(topic) for topic in topics)


def _indicator(word):
    """`name/unit/low/high` as a tuple with numbers."""
    name, unit, low, high = word.split("/")
    return name, unit, int(low), int(high)


def _finished(topic):
    """The topic with its indicators also as a rule for sentences."""
    lines = tuple(compile_line(f"{name}{{{low}-{high}}}{unit}")
                  for name, unit, low, high in topic.indicators)
    topic.rules["i"] = Rule(lines)
    return topic._replace(indicators=tuple(topic.indicators))


RULES = _read_rules()
TOPICS = _read_topics()


@cache
def topics_of(leaf):
    """Numbers of the topics for a leaf: those that name it, or all of them."""
    named = tuple(n for n, topic in enumerate(TOPICS) if leaf in topic.leaves)
    return named or tuple(range(len(TOPICS)))
