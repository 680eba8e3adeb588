"""The annual report (政府信息公开工作年度报告): figures that prove themselves.

The figures of a year:

    figures                            the model of a figure, and how figures are computed from others
    definitions, catalogue_figures     what is counted, in registers and among items
    register_years                     which years a register says something of
    form_figures                       forms whose files can be downloaded
    collect                            all figures of a year
    tables, edition2008, edition2021   statutory tables, made of figures
    editions                           the tables of a year's edition
    identities                         sums that must hold in a table

The text of a report, beside these figures:

    marks, unmarked                    numbers of the text, with and without a mark
    reconcile                          one report, beside the figures of its year
    reports                            all reports, each beside the one before it

What people see:

    draft                              the text with which an editor starts
    cell_links, report_page, charts    the published report
    item_lists, register_rows          items and rows as pages show them
    table_rows, evidence               the items and rows behind each figure and each cell, divided among pages

Figures are functions of catalogue and registers, and of nothing else. A report is a Markdown
page. A mark in its text names the figure that a number states. Nothing here writes a figure
into an editor's file.
"""
