-- Measures counted from registers of which somebody gave values too (src/stat): few or none, so that counting
-- need not look for them.
CREATE TABLE stat_corrected (
    measure :text NOT NULL PRIMARY KEY
);
