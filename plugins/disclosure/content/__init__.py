"""Content: the files of a content folder → typed items.

    source                    which files there are, and which moved since the last build
    rules                     what a reader must know besides the file
    frontmatter, body → reader    one file → an item and its problems, by the rules
    guide_parts               what a guide must say
    dialect/                  the Markdown of official texts, an extension of Python-Markdown
    fidelity                  every character of a source is on the page, or it was markup
"""
