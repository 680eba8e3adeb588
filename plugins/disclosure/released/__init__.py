"""The last release beside the catalogue: a published address is a promise.

    columns        the columns of the yearly catalogue files, in which a site says what it holds
    last_release   the folder with the site as it was published last: its pages and catalogue files
    removals       register of removals → tombstones at old addresses
    missing        addresses of the last release that this build would not publish
    register_file  a row is added to the file of the register of removals
    wording        texts that changed since the last release
"""
