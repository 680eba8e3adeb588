"""Secrecy: the machine's part of the review before publication (保密审查). Texts and files → findings.

    numbers → detect                                     what in a text looks private or secret
    extract ← documents, workbook, pdf ← files           what texts a file holds, and where; files packed in it too
    isolated                                             a process of its own for a file that may be hostile
    examine                                              both together: a text or a file → findings
    item_files, registers_and_pages                      where texts stand, and what a reviewer let pass there

A machine finds numbers and marks. A person decides the rest (Regulations 2008 Art. 14,
2019 Arts. 14–17). What reviewers let pass in attachments needs the catalogue: see
`catalogue.review_exceptions`.
"""
