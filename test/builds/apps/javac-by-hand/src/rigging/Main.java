package rigging;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** Serves the pages of public/ and the names of knots, with nothing but the JDK. */
public final class Main {
  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(8122), 0);
    server.createContext("/", exchange -> {
      Path page = Path.of("public", exchange.getRequestURI().getPath()).normalize();
      byte[] bytes = Files.isRegularFile(page) ? Files.readAllBytes(page) : Knots.random().getBytes();
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    System.out.println("all ropes are tied");
  }
}
