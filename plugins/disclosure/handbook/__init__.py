"""The handbook for editors who know Word and Excel: pages of `docs/handbook`, shown by `make devserver` at `/.handbook/`.

    pages       its pages, its cards to print, and its pictures, as a browser gets them
"""
