"""The annual report (政府信息公开工作年度报告): figures that prove themselves.

What a year's figures are:

    figures                            the model of a figure, and how figures come of others
    definitions, catalogue_figures     what is counted, in registers and among items
    collect                            all figures of a year
    tables, edition2008, edition2021   statutory tables, made of figures
    editions                           which of them a year has
    identities                         sums that must hold in a table

What a report's text says, beside them:

    marks, unmarked                    numbers of the text, with and without a mark
    reconcile                          one report, beside the figures of its year
    reports                            all of them, each beside the one before it

What people see:

    draft                              what an editor starts from
    report_page, cell_links, charts    the published report
    evidence, item_lists               what is behind each figure

Figures are functions of catalogue and registers, and of nothing else. A report is a Markdown
page in whose text each figure says which one it is. Nothing here writes a figure into an
editor's file.
"""
