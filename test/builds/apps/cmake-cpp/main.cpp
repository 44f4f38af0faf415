#include "berths.hpp"
#include <arpa/inet.h>
#include <cstdlib>
#include <iostream>
#include <sys/socket.h>
#include <unistd.h>

int main(int argc, char **argv) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(argc > 1 ? std::atoi(argv[1]) : 8111);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(server, 8) != 0) {
    std::cerr << "cannot listen\n";
    return 1;
  }
  for (;;) {
    int client = accept(server, nullptr, nullptr);
    if (client < 0) continue;
    char request[2048];
    if (read(client, request, sizeof request) > 0) {
      const std::string body = berths();
      const std::string answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " +
                                 std::to_string(body.size()) + "\r\nConnection: close\r\n\r\n" + body;
      if (write(client, answer.data(), answer.size()) < 0) std::cerr << "cannot write\n";
    }
    close(client);
  }
}
