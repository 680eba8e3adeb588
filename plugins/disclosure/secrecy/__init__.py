"""Secrecy: the machine's part of the review before publication (保密审查). Texts and files → findings.

    kinds, characters, numbers                    kinds of findings; digits of all scripts; numbers that prove themselves
    headings, passage                             what a value is called by a table and by the words around it
    personal_numbers, named_numbers, contacts,
    marks, name_lists → detect                    what in a text looks private or secret
    decoding, markup, lines, number_formats       bytes → text, XML → events, lines → paragraphs, numbers as cells display them
    garbled, radicals, symbols, stray, tables     what is no text; characters that look alike; fonts of signs; bytes outside of a file; cells
    shape                                         how much a file holds and how it begins, for readers
    extract → packages → readers → files          the texts of a file with their places, and of files packed in it;
                                                  readers: plain, word, slides, workbook, open_document, ofd, images, media, packed_text,
                                                  pdf (pdf_page, pdf_objects, pdf_file, pdf_hidden)
    cells, across                                 the tables of a file; what only several of its texts together show
    file_kind                                     what a file really is, whatever its name says
    isolated                                      a process of its own for a file that may be hostile
    examine                                       a text or a file → findings
    item_files, registers_and_pages               the checks of items, registers and pages, less a reviewer's exceptions

A machine finds numbers, marks and lists of names. A person decides the rest (Regulations 2008
Art. 14, 2019 Arts. 14–17). Exceptions for attachments need the catalogue: see
`catalogue.review_exceptions`.
"""
