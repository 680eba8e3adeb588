"""Secrecy: the machine's part of the review before publication (保密审查).

    numbers → detect; extract (in a process apart: isolated) → examine → items, rulings, elsewhere

`detect` says what in a text looks like a private or secret thing, `extract` what texts a
file holds and where, `examine` joins both into findings, and `items` and `rulings` let
pass what a reviewer has decided, item by item; `elsewhere` looks at registers and pages. A machine finds numbers and marks; a person decides
the rest (Regulations 2008 Art. 14, 2019 Arts. 14–17).
"""
