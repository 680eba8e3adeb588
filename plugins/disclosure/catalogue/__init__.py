"""The catalogue (政府信息公开目录): items → one SQLite file, from which all pages and numbers come.

    sync                content folder → catalogue, in one pass: scan, read, record, adopt, check, states
    file                the file itself: opened, trusted or made anew (schema.sql says what is in it)
    records             writes items, files, problems and states; nobody else does
    queries             what several rooms ask
    attachments         which item a loose file belongs to
    crosscheck          what only all items together can tell
    review_exceptions   what reviewers let pass, beside what was found
"""
