"""The annual report (政府信息公开工作年度报告): figures that prove themselves.

The figures of a year, of the district or of one unit:

    figures                            the model of a figure, and how figures are computed from others
    definitions, catalogue_figures     what is counted, in registers and among items
    register_years                     which years a register says something of
    form_figures                       forms whose files can be downloaded
    tables                             the model of a table: its layout, its cells
    edition2008, edition2019, edition2021, editions
                                       the layouts of each edition of the format, and the years that have it
    totals                             what units state instead of single rows, placed in these layouts
    unit_statements                    which units have stated nothing of a year
    scope, totalled_figures            the rows that count in a report, and the totals added to them
    collect                            all figures of a year
    request_table, report_tables       the tables of a report, filled
    identities                         sums that must hold in a table

The text of a report, beside these figures:

    marks, unmarked                    numbers of the text, with and without a mark
    measures                           the unit of a stated number, beside that of its figure
    reconcile                          one report, beside the figures of its year
    stated_numbers, totals_checks      what registers may state, and whether totals of units hold
    totals_gaps                        years that a unit leaves out between those it states
    unit_reports                       the district's report beside those of its units
    reports                            all reports, each beside the one before it

What people see:

    draft                              the text with which an editor starts
    cell_links, report_page, charts    the published report
    forms, form_html                   the printed forms, and how they look on the page
    form_workbook, form_document, plain_numbers, form_files
                                       the same forms as files for submission
    entry_form                         the forms as a workbook to type figures into, and those read back
    item_lists, register_rows          items and rows as pages show them
    unit_sums                          what each unit adds to a table
    table_rows, evidence               the items and rows behind each figure and each cell, divided among pages

Figures are functions of catalogue and registers, and of nothing else. A report is a Markdown
page. A mark in its text names the figure that a number states. Nothing here writes a figure
into an editor's file.
"""
