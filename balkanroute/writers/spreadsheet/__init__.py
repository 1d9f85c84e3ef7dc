"""An atlas as a spreadsheet: CSV with a row a claim, or XLSX with a sheet a list."""
