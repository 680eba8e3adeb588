"""Pages: the catalogue → what templates show. Lists, items and counts, and what all pages share.

    site                what every page is made from: catalogue, registers, settings
    frame               menu, footer, breadcrumb, meta tags
    fragments           parts that are the same on many pages, rendered once
    sheet               a table with its chart, the model that all rooms use
    table_shape         whether a table fits a page as one, or is shown as records
    article_20          which items belong to which of the fifteen items of Article 20
    clearances          decisions on normative documents, and how headers agree with them
    normative_documents    the normative documents, and since when each is what
    decision_checks     decisions on a normative document that contradict each other
    series              lists by class, agency and key area, with stable pages
    item_pages          items
    attachment_list     the list of an item's attachments, and how each begins
    versions            the documents before and after an item, and comparisons of their texts
    article_changes     what changed between two texts, article by article
    related_items       items of the same agency in the same key area, or on the same subject
    counts              every number that counts items → count_pages
    counted_lists       lists that have exactly the items of a figure
    law                 the edition of the Regulations by which pages speak, and marks of pages that depend on it
    application_form    the form for requests
    stated_totals       units that state totals and are not in tables of single rows
    csv_files           CSV files that spreadsheets open safely
"""
