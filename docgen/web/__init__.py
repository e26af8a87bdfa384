"""The offline page: one file that opens in any browser, without network, and says the same without script."""

from docgen.web.page import Category, Entry, File, Group, Page, anchor, file_kind, link, page_lines

__all__ = ["Category", "Entry", "File", "Group", "Page", "anchor", "file_kind", "link", "page_lines"]
