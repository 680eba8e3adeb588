"""The desk (`make desk`): items as forms in a browser, for those who write no headers. Files stay as editors know them.

The forms, lists and uploads are those of Decap CMS, a kept program. Decap knows YAML, not our header; so this room answers
Decap's own protocol for a local backend, and turns the values of a form into lines of a header and back.

    form            the form, drawn from the table of fields, the classification and the register of agencies
    form_values     values of a form ↔ bytes of an item's file; lines that nobody changed stay as they are
    shelves         the items as Decap lists them: drafts, and what is public by year or month
    attachments     the files of an item
    refusal         what the desk says when it does not do something
    backend         Decap's protocol: list, read, save, upload, delete
    preview         what an item would look like, and what is wrong with it
    program         Decap CMS itself, pinned in `decap/package-lock.json`
    server          all of that on 127.0.0.1, for a browser of this machine only
    __main__        `make desk`
"""
