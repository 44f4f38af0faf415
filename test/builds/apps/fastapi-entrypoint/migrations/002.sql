INSERT OR REPLACE INTO ship VALUES ('Thermopylae', 4);
