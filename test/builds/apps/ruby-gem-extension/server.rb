require 'socket'
require 'versions'

server = TCPServer.new('127.0.0.1', 8131)
trap('TERM') { exit }
loop do
  client = server.accept
  path = client.gets.to_s.split[1]
  nil until client.gets.to_s.strip.empty?
  found = path == '/'
  body = found ? "Library number #{Versions.libpq / 10_000}\n" : "No such page\n"
  client.write "HTTP/1.1 #{found ? '200 OK' : '404 Not Found'}\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
