"""Pages about the whole site.

    front_pages   the home page, and pages that lead to lists
    normative     the library of normative documents
    normative_day     their state on any day, picked by a script
    interpretations    interpretations with what they explain
    ledger        secrecy reviews, by year and by unit
    statutory_items    the fifteen items of Article 20, with what belongs to each
    site_map      every column, list, register, report and kind of page, with numbers
    address_codes    QR codes of the public address and of the check of a release
    basket        items that a reader prints as one document
    corrections   whom to tell of mistakes, and a form for it
    feeds         Atom feeds of all items, and of each class, agency and key area
    open_data     the site as data: CSV files, sitemaps
    keyboard      the keyboard on the page, for touch terminals without one
    suggestions   what a search box suggests while a reader types
"""
