"""The columns of the yearly catalogue files (`data/catalogue-<year>.csv`): label, column of the catalogue, type."""

from __future__ import annotations

COLUMNS = (
    ("索引号", "index_number", "string"), ("名称", "title", "string"), ("一级分类", "category", "string"),
    ("二级分类", "leaf", "string"), ("发布机构", "agency", "string"), ("生成日期", "created", "date"),
    ("公开日期", "date", "date"), ("文号", "document_number", "string"), ("内容概述", "summary", "string"),
    ("主题分类", "subject", "string"), ("体裁分类", "genre", "string"), ("有效性", "validity", "string"),
    ("替代", "replaces", "string"), ("公开形式", "channel", "string"), ("修改日期", "modified", "date"),
    ("地址", "address", "string"), ("内容校验", "digest", "string"),
)
COLUMN_BY_LABEL = {label: column for label, column, _ in COLUMNS}
