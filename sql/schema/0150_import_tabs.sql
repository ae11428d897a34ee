-- Names of the sheets of the workbook, a line each; NULL or empty: there is but one.
ALTER TABLE import_batch ADD COLUMN tabs :text;
