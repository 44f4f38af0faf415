CREATE TABLE berths (name TEXT, length INTEGER);
INSERT INTO berths VALUES ('East quay', 240), ('Fish pier', 85);
