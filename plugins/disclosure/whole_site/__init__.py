"""Pages about the whole site.

    front_pages   the home page, and the pages that lead to lists
    ledger        reviews before publication, by year and by unit
    open_data     the site as data: CSV files, feeds, sitemaps
"""
