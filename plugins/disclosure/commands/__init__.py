"""Commands: what `make` runs beside Pelican.

    new            a new item
    report         a draft of an annual report
    devserver      the editor's server, which rebuilds on save
    preflight      what is looked at before anything is touched: folders, configuration, options
    run_pelican    Pelican, on what `make` was given
    environment    the environment `.venv`
    clean          what builds made is removed
"""
