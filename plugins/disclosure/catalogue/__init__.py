"""The catalogue (政府信息公开目录): items → one SQLite file, from which all pages and numbers come.

    sync                content folder → catalogue, in one pass: scan, read, record, adopt, check, states
    file                the file: opened, or made anew where it cannot be trusted (schema.sql is its schema)
    records             the only module that writes items, files, problems and states
    queries             questions that several rooms ask
    attachments         the item to which a loose file belongs
    excerpt             a small catalogue of a few files and of what concerns them
    crosscheck          checks that need all items together
    contradictions      what items and registers say against each other
    review_exceptions   findings in attachments beside the reviewers' exceptions
"""
