"""Expands rules into text: a context-free grammar that remembers what it said in one item."""

from .vocabulary import RULES


class Voice:
    """Expands rules for one item, with its topic, its facts, and what it has said already.

    A slot in capitals keeps its first value for the whole item. Only `random()` is used: Python
    promises the same numbers from it in all versions.
    """

    def __init__(self, random, topic, facts):
        self.random = random
        self.topic = topic
        self._rules = topic.rules
        self._facts = facts
        self._said = set()

    def say(self, name):
        """One expansion of a rule."""
        fact = self._facts.get(name)
        if fact is not None:
            return fact
        rule = self._rules.get(name) or RULES.get(name)
        if rule is None:
            value = self._facts[name] = self.say(name.lower())
            return value
        choices, skewed = rule
        size = len(choices)
        if skewed:
            chance = self.random()
            return choices[int(chance * chance * chance * size)]
        choice = choices[int(self.random() * size)]
        said = self._said
        for _ in range(2):
            if choice not in said:
                break
            choice = choices[int(self.random() * size)]
        said.add(choice)
        return choice if type(choice) is str else self._expand(choice)

    def _expand(self, parts):
        """The text of a compiled line: literals at even places, slots at odd ones."""
        out = []
        literal = False
        for part in parts:
            literal = not literal
            if literal:
                out.append(part)
            elif type(part) is str:
                out.append(self.say(part))
            else:
                out.append(str(part[0] + int(self.random() * part[1])))
        return "".join(out)

    def number(self, low, high):
        """A whole number from low to high."""
        return low + int(self.random() * (high - low + 1))

    def several(self, name, count):
        """Up to `count` different expansions of a rule."""
        found = {}
        for _ in range(count * 3):
            found.setdefault(self.say(name))
            if len(found) == count:
                break
        return list(found)
