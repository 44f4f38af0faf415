// Counts the buoys of its folder, in parallel, and tells over HTTP.
#include <arpa/inet.h>
#include <boost/filesystem.hpp>
#include <fstream>
#include <sstream>
#include <unistd.h>
#include <vector>

namespace fs = boost::filesystem;

static std::string count() {
  std::vector<fs::path> files;
  for (const auto &entry : fs::directory_iterator("buoys.d")) files.push_back(entry.path());
  long sum = 0;
#pragma omp parallel for reduction(+ : sum)
  for (size_t i = 0; i < files.size(); i++) {
    std::ifstream file(files[i].string());
    std::string line;
    while (std::getline(file, line)) sum++;
  }
  std::ostringstream out;
  out << sum << " buoys in " << files.size() << " areas\n";
  return out.str();
}

int main() {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(8164);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0 || listen(server, 8) != 0) return 1;
  for (;;) {
    int client = accept(server, nullptr, nullptr);
    char request[2048];
    if (read(client, request, sizeof request) > 0) {
      std::string body = count();
      std::string head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(body.size()) +
                         "\r\nConnection: close\r\n\r\n" + body;
      if (write(client, head.data(), head.size()) < 0) perror("write");
    }
    close(client);
  }
}
