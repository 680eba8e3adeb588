"""Pages: the catalogue → what templates show. Lists, items and counts, and what all pages share.

    site            what every page may draw on
    frame           menu, footer, breadcrumb, meta tags
    fragments       what is the same on all pages, rendered once
    sheet           tables with charts, as all rooms show them
    series          lists by class, agency and key area, with stable pages
    item_pages      items
    counts          every number that counts items → count_pages
    application_form    the form for requests
    csv_files       CSV files as they are handed out
"""
