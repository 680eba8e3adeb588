"""The host: the link between Pelican and the build, and what a build prints.

    generator       Pelican's calls → the steps of the build
    page_body       bodies of Pelican's own pages, sanitised like those of items
    page_reader     Markdown files of Pelican's own pages, read as items are
    writer          Pelican's writer, which leaves unchanged files alone
    console         progress and problems, in Chinese
    machine         errors of the machine (disk full and the like), in Chinese
"""
