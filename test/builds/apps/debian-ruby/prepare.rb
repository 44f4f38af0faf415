require 'sqlite3'
db = SQLite3::Database.new('crew.db')
db.execute('CREATE TABLE crew (name)')
%w[mate bosun captain].each { |name| db.execute('INSERT INTO crew VALUES (?)', [name]) }
