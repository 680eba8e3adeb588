"""The annual report (政府信息公开工作年度报告): figures that prove themselves.

    registers, counts → figures → tables → identities        (what a year's figures are)
    the report's file → marks → reconcile                    (what its text says, beside them)
    figures, tables → draft                                  (what an editor starts from)
    reconcile → page, evidence                               (what readers see)

Figures are pure functions of catalogue and registers; a report is a Markdown page in whose
text each figure says which one it is (`marks`). Nothing here writes a figure into an
editor's file.
"""
