"""Content: the files of a content folder → typed items.

    source                    which files there are, and which moved since the last build
    frontmatter, body → reader    one file → an item and its problems, by the rules
    rules                     what a reader must know besides the file
    guide_parts               what the text of a guide must say
    plain_text                a Markdown extension: paragraphs as officials write them, read fast
"""
