/* Serves one page and its checksum, over a socket on the loopback address. */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>
#include <zlib.h>

static size_t read_page(char *page, size_t size) {
  FILE *file = fopen("static/index.html", "rb");
  if (file == NULL) return 0;
  size_t length = fread(page, 1, size - 1, file);
  fclose(file);
  return length;
}

static void answer(int client) {
  char request[2048] = "", page[8192], body[9000], head[256];
  if (read(client, request, sizeof request - 1) <= 0) return;
  size_t length = read_page(page, sizeof page);
  page[length] = '\0';
  if (strncmp(request, "GET /checksum ", 14) == 0)
    snprintf(body, sizeof body, "%08lx with zlib %s\n", crc32(0, (Bytef *)page, length), zlibVersion());
  else
    snprintf(body, sizeof body, "%s", page);
  snprintf(head, sizeof head, "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %zu\r\nConnection: close\r\n\r\n", strlen(body));
  if (write(client, head, strlen(head)) < 0 || write(client, body, strlen(body)) < 0) perror("write");
}

int main(int argc, char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 8110)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  int server = socket(AF_INET, SOCK_STREAM, 0), on = 1;
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(server, (struct sockaddr *)&address, sizeof address) != 0 || listen(server, 8) != 0) {
    perror("listen");
    return 1;
  }
  for (;;) {
    int client = accept(server, NULL, NULL);
    if (client < 0) continue;
    answer(client);
    close(client);
  }
}
