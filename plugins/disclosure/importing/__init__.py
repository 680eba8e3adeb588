"""Importing: what a district had before → drafts of items.

    sources         the files under FROM, by kind
    document        a document as readers return it, and what is told of it
    readers         which reader reads which kind of document
    tables, csv_rows, sheet_rows     tables of old catalogues, read as streams
    columns, mapping, rows, cells    what columns are called and hold; rows → documents
    word, word_numbers               Word documents, and their automatic numbers
    web_pages, main_text, page_details, site_links    pages of a mirrored site: main text, what they say of it, where links lead
    markdown_files  Markdown with a header of ours or of other generators
    details         title, number, agency and day of a document by its form
    dialect_writer, html_tables, footnotes            HTML → text in our dialect
    finishing       class, agency and Index of a document
    links           links between documents, and to files
    proof           every word of a source stands in its item, or is told
    item_files      documents → files of items, never over one that is there
    ledger          what was imported before: an import can be broken off and run again
    run             the import from beginning to end

`docs/importing.md` says what editors see of it.
"""
