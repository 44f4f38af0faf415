require 'socket'
require 'digits'

server = TCPServer.new('127.0.0.1', 8132)
trap('TERM') { exit }
loop do
  client = server.accept
  path = client.gets.to_s.split[1]
  nil until client.gets.to_s.strip.empty?
  page = File.join('public', File.basename(path.to_s))
  body = path == '/' ? "#{Digits.pi(60)}\n" : (File.file?(page) ? File.read(page) : nil)
  status = body.nil? ? '404 Not Found' : '200 OK'
  body ||= "No such page\n"
  client.write "HTTP/1.1 #{status}\r\nContent-Type: text/plain\r\nContent-Length: #{body.bytesize}\r\nConnection: close\r\n\r\n#{body}"
  client.close
end
