"""A lone spreadsheet of claims: one claim a row, with its speaker, source and place."""
