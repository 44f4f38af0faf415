CREATE TABLE place (name, latitude, longitude);
INSERT INTO place VALUES ('Falmouth', 50.15, -5.07), ('Azores', 37.74, -25.67);
