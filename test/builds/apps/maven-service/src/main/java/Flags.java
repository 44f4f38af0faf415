import com.google.gson.Gson;
import com.google.gson.reflect.TypeToken;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Spells words in signal flags; the alphabet lies beside the archive, in data/. */
public final class Flags {
  public static void main(String[] args) throws IOException {
    String locale = System.getenv().getOrDefault("FLAG_LOCALE", "en");
    String text = Files.readString(Path.of("data", "flags." + locale + ".json"));
    Map<String, String> alphabet = new Gson().fromJson(text, new TypeToken<Map<String, String>>() {}.getType());
    HttpServer server = HttpServer.create(new InetSocketAddress(8120), 0);
    server.createContext("/", exchange -> answer(exchange, spell(exchange.getRequestURI().getPath(), alphabet)));
    server.start();
    System.out.println("flags are flying");
  }

  private static String spell(String path, Map<String, String> alphabet) {
    StringBuilder spelled = new StringBuilder();
    for (char letter : path.substring(1).toUpperCase().toCharArray()) {
      spelled.append(alphabet.getOrDefault(String.valueOf(letter), "?")).append(' ');
    }
    return new Gson().toJson(Map.of("flags", spelled.toString().trim()));
  }

  private static void answer(HttpExchange exchange, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
    exchange.sendResponseHeaders(200, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
