// Words of Decap CMS that would mislead here, or that its Chinese translation lacks. Saving writes a file; only `make publish` publishes.
window.DESK_WORDING = {
  app: { header: { content: "信息", media: "附件（在表单里传）", quickAdd: "新建" } },
  collection: { sidebar: { collections: "信息", allCollections: "全部", searchAll: "查找…" }, entries: { noEntries: "还没有信息" } },
  editor: {
    editor: {
      onDeleteWithUnsavedChanges: "要删去这份草稿和还没有保存的修改吗？",
      onDeletePublishedEntry: "要删去这份草稿吗？它的附件也会删去。",
      onPublishing: "要保存吗？",
      confirmLoadBackup: "上次有没有保存的字，要接着写吗？"
    },
    editorToolbar: {
      publishing: "正在保存…", publish: "保存", published: "已保存", publishNow: "保存这一条", publishAndCreateNew: "保存，再写一条",
      publishAndDuplicate: "保存，再照样写一条", deletePublishedEntry: "删去草稿", deleteEntry: "删去草稿", backCollection: "%{collectionLabel}", deployPreviewPendingButtonLabel: "预览在右边"
    },
    editorControlPane: { widget: { required: "“%{fieldLabel}”还没有填" } },
    editorWidgets: { file: { chooseMultiple: "添加附件", addMore: "再添加附件", removeAll: "去掉全部附件", remove: "去掉附件" } }
  },
  mediaLibrary: { mediaLibraryModal: { mediaAssets: "这一条的附件", noAssetsFound: "还没有附件，先上传", deleting: "正在删去…", deleteSelected: "删去选中的", chooseSelected: "用选中的附件", upload: "上传文件" } },
  ui: { toast: { onFailToPersist: "没有保存：%{details}", onFailToDelete: "没有删去：%{details}", onFailToLoadEntries: "打不开：%{details}", entrySaved: "已保存", missingRequiredField: "还有必须填的没有填，见红色的字" } }
};
