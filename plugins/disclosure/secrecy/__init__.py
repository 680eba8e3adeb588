"""Secrecy: the machine's part of the review before publication (保密审查).

    extract ← documents, workbook, pdf ← files                   (what a file holds, also packed in another)
    numbers → detect; files (in a process apart: isolated) → examine → items, rulings, elsewhere

`detect` says what in a text looks like a private or secret thing, `files` what texts a
file holds and where, `examine` joins both into findings, and `items` and `rulings` let
pass what a reviewer has decided, item by item; `elsewhere` does so for rows of registers and for pages. A machine finds numbers and marks; a person decides
the rest (Regulations 2008 Art. 14, 2019 Arts. 14–17).
"""
