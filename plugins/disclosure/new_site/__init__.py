"""A site of another district: the folder that `make init` writes, apart from the software.

    classifications      the classes from which a district chooses
    answers              what was asked and answered, with the defaults
    register_files       every register, empty: as CSV, and as a workbook with lists to choose from
    editor_files         a JSON Schema of the header, and snippets for editors of text
    folder               the answers → the files of the site

`files/` has the templates of what is written. `site.sh` is what a site's Makefile runs: the software's targets, on the site.
"""
