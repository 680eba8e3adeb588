"""Services (办事服务): guides, forms, and the pages that lead to them.

    guides → service_pages    items and registers → guides and forms → pages
    checks                    problems of the rows of the registers

A guide is a row of the register `services`, or an item of a class with guides (DISCLOSURE_GUIDES) whose genre is
办事指南, or both. The row names the item by its Index. The register lists all guides; items
are those whose text is on this site.
"""
