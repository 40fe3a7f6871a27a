"""The demo site: texts in both languages, and the builders that tests share."""
