"""Commands for editors and webmasters.

    new                     `make new`
    report                  `make report`
    devserver               `make devserver`
    takedown, link_edits    `make takedown`, and links of others to what is taken down
"""
