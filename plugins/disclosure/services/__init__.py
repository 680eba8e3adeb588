"""Services (办事服务): guides, forms, and the ways to them.

    guides → service_pages    items and registers → guides and forms → pages
    checks                    what is wrong with the rows of the registers

A guide is an item filed under 公共服务 whose genre is 办事指南, a row of the register
`services`, or both, joined by the item's Index: the register counts all guides, the
items are those whose text stands here.
"""
