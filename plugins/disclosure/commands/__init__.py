"""Commands: what `make` runs beside Pelican.

    init           another district's site, in a folder of its own
    new, asking    a new item; what is not given is asked
    amend, replace, withdraw, move, move_files    an item's lines or files change, and nothing else
    item_edits     what these verbs share
    undo_log       changes of several files, all or none
    snippets       a JSON Schema of the header, and snippets for editors of text
    renumber       a clash of two items with one Index is mended
    versions       what Git knows of the files
    import_items   what a district had before becomes drafts of items
    report         a draft of an annual report
    figures        workbooks in which units type their figures, and those read back
    due            a private list of what the office must do by when
    devserver      the editor's server, which rebuilds on save
    check_files    some files are checked, at once
    hooks          hooks of Git: what is staged is checked before a commit, all before a push
    takedown, link_edits    a published item is taken down, and links of others to it
    published_reason        the reason of it: published for ever, without words of what is taken down
    doctor, machine_checks    what is wrong with machine and site, and how to mend it
    verbs          the commands of `make` without make, as on Windows
    preflight      what is looked at before anything is touched: folders, configuration, options
    run_pelican    Pelican, on what `make` was given
    environment    the environment `.venv`
    clean          what builds made is removed
"""
