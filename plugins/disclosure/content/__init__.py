"""Content: the files of a content folder → typed items.

    source                    which files there are, and which moved since the last build
    beside_items              the folders of pages and other files, looked through before Pelican opens them
    rules                     what a reader must know besides the file
    characters                what nobody sees, and what is usual in place of a box
    frontmatter, body → reader    one file → an item and its problems, by the rules
    header_lines              single lines of a header, changed in the bytes of a file
    header_slips, value_slips  what a person wrote in a header, and what was meant
    find_item                 the file of an Index
    guide_parts               what a guide must say
    placeholders              sample text that a person has to replace
    dialect/                  the Markdown of official texts, an extension of Python-Markdown
    structure                 articles, contents, tables and footnote marks of long documents
    attachment_names          what an attachment is called, and where a text lists its attachments
    first_page                the first page of a PDF as a picture
    fidelity                  every character of a source is on the page, or it was markup
"""
