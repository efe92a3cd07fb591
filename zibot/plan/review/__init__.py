"""The review workbook: a reading as a workbook that people correct, and the corrected workbook as a reading.

`book.is_review`, `read.read_review` and `write.write_review` are its doors; nothing is imported here, since the
library of workbooks is big and the shape of the sheet is wanted without it.
"""
