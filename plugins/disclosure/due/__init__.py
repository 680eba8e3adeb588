"""What an office must do by when: a private list. No page of the site shows it, and no file of the site holds it.

    matter           one thing to do, its last day, and how urgent it is
    requests         requests to answer, notices to send, what is awaited of others
    acts             decisions to publish, proposals to answer, results to tell, publicity that is over
    publications     items to publish, columns and units to bring up to date, annual reports
    every_matter     all of these together
    listing          the list as text and as JSON
    page             the list as a page of the editor's server
    calendar_file    the list as an iCalendar file (RFC 5545)

Time limits come from `model.deadlines` and `model.regulations`. A limit that is not known is
listed as unknown. The state is that of a given day: what happened later has not happened yet.
"""
