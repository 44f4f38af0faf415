import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.TimeZone;
import org.apache.commons.text.WordUtils;

/** Writes the names of harbours as signs do; its libraries lie beside the archive, as the manifest says. */
public final class Harbour {
  public static void main(String[] args) throws IOException {
    HttpServer server = HttpServer.create(new InetSocketAddress(Integer.parseInt(args[0])), 0);
    server.createContext("/", exchange -> {
      String name = exchange.getRequestURI().getPath().substring(1).replace('-', ' ');
      String text = name.equals("health") ? "afloat" : WordUtils.capitalizeFully(name) + ", " + zone();
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    });
    server.start();
    System.out.println("the harbour is open");
  }

  private static String zone() {
    return TimeZone.getDefault().getID() + " and " + ZoneId.of("Pacific/Auckland").getId();
  }
}
