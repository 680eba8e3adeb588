"""The build: catalogue → files. `build` is the recipe; read it first.

    build           the recipe
    plan            which tasks to render ← fingerprint, affected
    kinds           every kind of page: its tasks, and how one becomes files
    press, render   tasks → files, on all cores
    output          the output folder: written where bytes differ, kept free of leftovers
    search_index    items as documents of the search ← search_documents
    checks          what is wrong with the content ← all rooms; sitecheck: with the finished pages
"""
