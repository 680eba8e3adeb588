"""Model: the words of the field, typed. What an item is, how it is classified, which law applies.

    item            one disclosed item, and its header keys
    field_error     a value that does not fit its field
    written_dates   dates as people write them
    taxonomy        categories and leaves, key areas, scenes of services
    index_numbers   the scheme by which a site numbers its items
    article_20      the fifteen items that every agency must publish by itself
    ready_classifications    classifications that a site may choose by name
    addresses       where each page stands
    regulations     the Regulations, edition by edition
    law_words       words of the site that depend on the edition
    validity        whether a normative document is in force on a day
    workdays        working days of the State Council's calendar
    rounding        half up, once, from the exact number
    deadlines       what had to be published or answered by when
    reporting_year  which matters belong to a year, and what is carried to the next
    problems        what an editor should mend, as data
    settings        the plugin's settings, as data
    setting_faults  what is wrong with the values of settings
    locks           locks between processes, on every system
    folders         which folders may be written, and how they may lie to each other

Nothing here reads the content of a file or asks the catalogue.
"""
