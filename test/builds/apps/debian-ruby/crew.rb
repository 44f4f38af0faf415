require 'sort'
require 'sqlite3'
require 'webrick'

server = WEBrick::HTTPServer.new(BindAddress: '127.0.0.1', Port: 8173, AccessLog: [])
server.mount_proc('/') do |_, response|
  names = SQLite3::Database.new('crew.db').execute('SELECT name FROM crew').flatten
  response.content_type = 'text/plain'
  response.body = by_rank(names).join(', ')
end
%w[INT TERM].each { |signal| trap(signal) { server.shutdown } }
server.start
