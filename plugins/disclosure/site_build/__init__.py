"""The build: catalogue → files. Read `build` first: it is the recipe.

    build                               all steps of a build, in order
    fingerprint, affected → plan        which tasks to render
    kinds                               every kind of page: its tasks, and how a task becomes files
    joined_files                        scripts and styles of the theme that a page loads as one file
    press, render                       tasks → files, on all cores
    output                              the output folder: files are written where bytes differ, leftovers removed
    search_documents, search_places → search_index   items, places of pages → documents → the two indexes of the search
    suggestion_files                    names and phrases that search boxes suggest
    html_pieces                         HTML → its tags and texts
    page_places                         a built page → its sections and rows, with their texts
    checks                              problems of the content, from all rooms
    sitecheck                           problems of the finished pages
"""
