"""Excel files we write."""

import xlsxwriter


def safe_workbook(out, row_by_row=False):
    """A workbook in which no text that people wrote becomes a formula or a link.

    :param out: binary file to write into when the workbook is closed
    :param row_by_row: rows are written in order, each once, and forgotten: for very many
    """
    return xlsxwriter.Workbook(
        out,
        {
            "constant_memory": row_by_row,
            "in_memory": not row_by_row,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    )
