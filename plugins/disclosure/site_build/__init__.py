"""The build: catalogue → files. Read `build` first: it is the recipe.

    build                               all steps of a build, in order
    fingerprint, affected → plan        which tasks to render
    kinds                               every kind of page: its tasks, and how a task becomes files
    press, render                       tasks → files, on all cores
    output                              the output folder: files are written where bytes differ, leftovers removed
    search_documents → search_index     items → documents → the index of the search
    checks                              problems of the content, from all rooms
    sitecheck                           problems of the finished pages
"""
