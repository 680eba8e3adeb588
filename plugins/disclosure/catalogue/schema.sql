-- The catalogue (政府信息公开目录): one SQLite file, the only source of every number and
-- list on the site. It is a cache of the content folder: delete it and the next build
-- makes the same one. Open it with any SQLite tool; dates are ISO 8601 text.

-- Fingerprints and other single values of the build.
CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

-- Every file under items/, as it was when it was last read.
CREATE TABLE source (
    path     TEXT PRIMARY KEY,          -- relative to the content folder
    size     INTEGER NOT NULL,          -- bytes
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    sha256   TEXT NOT NULL,
    folder   TEXT NOT NULL,             -- the path up to its last /
    is_item  INTEGER NOT NULL           -- 0: a file that belongs to an item
) WITHOUT ROWID;
CREATE INDEX source_folder ON source (folder);
CREATE INDEX source_file ON source (path) WHERE is_item = 0;

-- Every folder under items/ with the names, sizes and times of its files in one value.
-- A build compares file by file only where the value differs. An empty value never
-- fits: the folder has a file that must not be there.
CREATE TABLE folder (
    path   TEXT PRIMARY KEY,
    stamps BLOB NOT NULL
) WITHOUT ROWID;

-- What an editor should mend. origin: 'file' is found in the file alone, 'place' is a file
-- that must not be there, 'cross' needs other items.
CREATE TABLE problem (
    path     TEXT NOT NULL,
    line     INTEGER NOT NULL,          -- 0: the file as a whole
    severity TEXT NOT NULL,             -- 'error' or 'warning'
    message  TEXT NOT NULL,
    remedy   TEXT NOT NULL,
    origin   TEXT NOT NULL,
    rule     TEXT NOT NULL              -- the check that found it, such as 'content.reader.check_dates'
);
CREATE INDEX problem_path ON problem (path);

-- One row per item file. An item with errors is kept with what could be read of it.
CREATE TABLE item (
    id               INTEGER PRIMARY KEY,
    path             TEXT NOT NULL UNIQUE,   -- its Markdown file
    index_number     TEXT NOT NULL,          -- 索引号
    address          TEXT NOT NULL,          -- items/<year>/<Index>.html
    title            TEXT NOT NULL,          -- 名称
    category         TEXT NOT NULL,          -- 一级分类
    leaf             TEXT NOT NULL,          -- 二级分类, '' when filed under the category itself
    agency           TEXT NOT NULL,          -- 发布机构
    created          TEXT NOT NULL,          -- 生成日期
    date             TEXT NOT NULL,          -- 公开日期
    document_number  TEXT NOT NULL,          -- 文号
    summary          TEXT NOT NULL,          -- 内容概述
    subject          TEXT NOT NULL,          -- 主题分类
    genre            TEXT NOT NULL,          -- 体裁分类
    validity         TEXT NOT NULL,          -- 有效性
    ended            TEXT NOT NULL,          -- day on which it ceased to be in force, '' where none is known
    valid_until      TEXT NOT NULL,          -- 有效期至, '' where the document names no last day
    replaces         TEXT NOT NULL,          -- index_number of the item that it replaces
    withdrawn_date   TEXT NOT NULL,          -- 撤下日期, '' while it stands
    withdrawn_reason TEXT NOT NULL,
    channel          TEXT NOT NULL,          -- 公开形式
    modified         TEXT NOT NULL,          -- 修改日期
    review_date      TEXT NOT NULL,          -- 保密审查
    reviewer         TEXT NOT NULL,
    review_result    TEXT NOT NULL,
    tags             TEXT NOT NULL,          -- 主题词, one a line
    draft            INTEGER NOT NULL,
    sound            INTEGER NOT NULL,       -- 1: its own file has no error
    lines            TEXT NOT NULL,          -- JSON: line of each attribute in the file
    text_digest      TEXT NOT NULL,          -- of title, summary and plain text: 16 digits of their SHA-256
    work_days        INTEGER,                -- working days from 生成 to 公开, NULL: no limit, or unknown
    state            TEXT NOT NULL           -- 'public', 'withdrawn', 'draft' or 'faulty'
);
CREATE INDEX item_address ON item (address COLLATE NOCASE);
CREATE INDEX item_index_number ON item (index_number);
CREATE INDEX item_leaf ON item (category, leaf, state, date, index_number);
CREATE INDEX item_category ON item (category, state, date, index_number);
CREATE INDEX item_agency ON item (agency, state, date, index_number);
CREATE INDEX item_date ON item (state, date, index_number, category, leaf, agency);
CREATE INDEX item_replaces ON item (replaces) WHERE replaces <> '';
CREATE INDEX item_subject ON item (subject, state, date, index_number) WHERE subject <> '';
CREATE INDEX item_draft ON item (path) WHERE draft = 1;
CREATE INDEX item_late ON item (date) WHERE work_days > 20;  -- regulations.PUBLISH_WITHIN
CREATE INDEX item_withdrawn ON item (withdrawn_date) WHERE withdrawn_date <> '';

-- How many items were published, by month, class, agency and state. Every figure that counts
-- items is a sum of these. The triggers below keep it, so it cannot differ from the items.
-- There is no trigger for INSERT: an item is inserted as 'faulty' and gets its state by UPDATE.
CREATE TABLE tally (
    month    TEXT NOT NULL,             -- YYYY-MM of the date
    category TEXT NOT NULL,
    leaf     TEXT NOT NULL,
    agency   TEXT NOT NULL,
    state    TEXT NOT NULL,
    number   INTEGER NOT NULL,
    timed    INTEGER NOT NULL,          -- items with known working days from formation to publication
    late     INTEGER NOT NULL,          -- items with more than the 20 that the Regulations allow
    days     INTEGER NOT NULL,          -- sum of the working days
    PRIMARY KEY (month, category, leaf, agency, state)
) WITHOUT ROWID;
CREATE TRIGGER tally_more AFTER UPDATE OF date, category, leaf, agency, state, work_days ON item
WHEN new.state IN ('public', 'withdrawn') BEGIN
    INSERT INTO tally VALUES (substr(new.date, 1, 7), new.category, new.leaf, new.agency, new.state, 1,
        new.work_days IS NOT NULL, ifnull(new.work_days > 20, 0), ifnull(new.work_days, 0))
    ON CONFLICT DO UPDATE SET number = number + 1,
        timed = timed + excluded.timed, late = late + excluded.late, days = days + excluded.days;
END;
CREATE TRIGGER tally_less AFTER UPDATE OF date, category, leaf, agency, state, work_days ON item
WHEN old.state IN ('public', 'withdrawn') BEGIN
    UPDATE tally SET number = number - 1, timed = timed - (old.work_days IS NOT NULL),
        late = late - ifnull(old.work_days > 20, 0), days = days - ifnull(old.work_days, 0)
    WHERE month = substr(old.date, 1, 7) AND category = old.category
        AND leaf = old.leaf AND agency = old.agency AND state = old.state;
END;
CREATE TRIGGER tally_gone AFTER DELETE ON item
WHEN old.state IN ('public', 'withdrawn') BEGIN
    UPDATE tally SET number = number - 1, timed = timed - (old.work_days IS NOT NULL),
        late = late - ifnull(old.work_days > 20, 0), days = days - ifnull(old.work_days, 0)
    WHERE month = substr(old.date, 1, 7) AND category = old.category
        AND leaf = old.leaf AND agency = old.agency AND state = old.state;
END;

-- The text of an item: sanitised HTML, and the plain text of it.
CREATE TABLE body (
    item_id INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    html    TEXT NOT NULL,
    text    TEXT NOT NULL
);

-- 重点领域 of an item, in the order written.
CREATE TABLE item_key_area (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    name     TEXT NOT NULL,
    position INTEGER NOT NULL,
    agency   TEXT NOT NULL,  -- with date and Index as in item, so that the items before and after one are found at once
    date     TEXT NOT NULL,
    index_number TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) WITHOUT ROWID;
CREATE INDEX item_key_area_name ON item_key_area (name, item_id);
CREATE INDEX item_key_area_agency ON item_key_area (name, agency, date, index_number);

-- 有效性沿革 of a normative document, the earliest step first.
CREATE TABLE validity_change (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date     TEXT NOT NULL,             -- since when
    word     TEXT NOT NULL,             -- 有效, 失效, 废止 or 修改
    basis    TEXT NOT NULL,             -- who decided, by which document; index:<Index> for an item
    PRIMARY KEY (item_id, position)
) WITHOUT ROWID;

-- 修改说明: what was changed after the publication, the earliest first.
CREATE TABLE revision (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    date     TEXT NOT NULL,
    note     TEXT NOT NULL,
    PRIMARY KEY (item_id, position)
) WITHOUT ROWID;

-- Which items explain which (政策解读, 政策问答).
CREATE TABLE interpretation (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    target   TEXT NOT NULL,             -- index_number of the item that is explained
    PRIMARY KEY (item_id, position)
) WITHOUT ROWID;
CREATE INDEX interpretation_target ON interpretation (target);

-- Keys that only the header of a guide (办事指南) has; no row where it has none of them.
CREATE TABLE guide (
    item_id     INTEGER PRIMARY KEY REFERENCES item (id) ON DELETE CASCADE,
    time_limit  TEXT NOT NULL,          -- 办理时限
    fee         TEXT NOT NULL,          -- 收费
    office      TEXT NOT NULL,          -- 办理地点
    life_events TEXT NOT NULL           -- 办事场景, one a line
);

-- What a body points to: kind 'file', 'image', 'item', 'index' or 'page'.
CREATE TABLE reference (
    item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    kind    TEXT NOT NULL,
    target  TEXT NOT NULL,
    line    INTEGER NOT NULL
);
CREATE INDEX reference_item ON reference (item_id);
CREATE INDEX reference_target ON reference (target);

-- Files published with an item: those that its body links to, then those that it adopts.
CREATE TABLE attachment (
    item_id  INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    source   TEXT NOT NULL,             -- path of the file in the content folder
    name     TEXT NOT NULL,             -- file name, as published
    embedded INTEGER NOT NULL,          -- 1: an image shown in the body
    adopted  INTEGER NOT NULL,          -- 1: no body links to it, the item lies beside it
    position INTEGER NOT NULL
);
CREATE INDEX attachment_item ON attachment (item_id);
CREATE INDEX attachment_source ON attachment (source);

-- Text extracted from an attachment, for the search.
CREATE TABLE attachment_text (
    path TEXT PRIMARY KEY,              -- of the file in the content folder
    text TEXT NOT NULL
);

-- How much an attachment holds and how it begins, as far as a reader sees it.
CREATE TABLE attachment_shape (
    path       TEXT PRIMARY KEY,        -- of the file in the content folder
    title      TEXT NOT NULL,           -- in the properties of the file, '' for none
    pages      INTEGER NOT NULL,        -- 0 where they are not known
    sheets     INTEGER NOT NULL,        -- that are not hidden
    rows       INTEGER NOT NULL,        -- of the first sheet
    first_rows TEXT NOT NULL            -- JSON: the texts of its first rows
) WITHOUT ROWID;

-- The first page of a PDF as a picture (WebP).
CREATE TABLE first_page (
    path    TEXT PRIMARY KEY,           -- of the PDF in the content folder
    width   INTEGER NOT NULL,           -- pixels; 0: there is no picture
    height  INTEGER NOT NULL,
    fault   TEXT NOT NULL,              -- why there is none
    sha256  TEXT NOT NULL,              -- of the picture
    picture BLOB NOT NULL
);
CREATE INDEX first_page_sha256 ON first_page (sha256);

-- What the secrecy check found in an attachment; never the value itself.
CREATE TABLE finding (
    path   TEXT NOT NULL,
    line   INTEGER NOT NULL,            -- 0: the file as a whole, or no lines
    place  TEXT NOT NULL,               -- page, cell or paragraph, in words
    kind   TEXT NOT NULL,               -- as in secrecy/detect.py
    masked TEXT NOT NULL,
    code   TEXT NOT NULL                -- stands for the value in a Review-Exception
);
CREATE INDEX finding_path ON finding (path);

-- Reviewed exceptions (Review-Exception) of an item.
CREATE TABLE ruling (
    item_id INTEGER NOT NULL REFERENCES item (id) ON DELETE CASCADE,
    code    TEXT NOT NULL,
    reason  TEXT NOT NULL,
    masked  TEXT NOT NULL               -- the masked value, if in the item's own file; '' if in an attachment
);
CREATE INDEX ruling_item ON ruling (item_id);

-- Links of pages to places within other pages (`x.html#clause-3`), so that a place that goes is missed.
CREATE TABLE place (
    page     TEXT NOT NULL,             -- relative to the output folder
    target   TEXT NOT NULL,
    fragment TEXT NOT NULL
);
CREATE INDEX place_page ON place (page);

-- Pages and long items whose places the search has. The stamp tells whether a page was written again since it was
-- read; it is empty for an item.
CREATE TABLE searched_page (
    page  TEXT PRIMARY KEY,             -- relative to the output folder
    stamp TEXT NOT NULL
) WITHOUT ROWID;

-- The places on them: the page itself, sections, rows.
CREATE TABLE searched_place (
    page    TEXT NOT NULL,
    address TEXT PRIMARY KEY,           -- of the page, with # and an id for a place within it
    digest  TEXT NOT NULL               -- of all that the search keeps of it
) WITHOUT ROWID;
CREATE INDEX searched_place_page ON searched_place (page);

-- Items that were published and may go (registers/removed.csv).
CREATE TABLE removal (
    index_number TEXT PRIMARY KEY
) WITHOUT ROWID;

-- Every file that the build has made in the output folder, and the task that made it.
CREATE TABLE output (
    path     TEXT PRIMARY KEY,          -- relative to the output folder
    task     TEXT NOT NULL,             -- JSON, e.g. ["item", "items/2014/….html"]
    kind     TEXT NOT NULL,             -- first word of the task
    size     INTEGER NOT NULL,
    mtime_ns INTEGER NOT NULL,
    ctime_ns INTEGER NOT NULL,
    inode    INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX output_task ON output (task);
