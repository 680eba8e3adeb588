"""The editor's preview: what the published site never shows, made when it is asked for and kept in memory.

    excerpt         a catalogue in memory: one item as its file is now, and what its page needs of others
    item_page       the page of one file, with what is wrong on it: drafts and faulty items too
    notes           what the preview adds to a page, its list of unfinished work, its page for a wrong address
    wrong_address   what could be meant by an address at which nothing stands
    server          the server: pages of the output folder, and those that only the preview has

Nothing here writes a file. So nothing of a draft can stand in the output folder or in a release.
"""
