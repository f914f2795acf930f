package dev.rondo.server.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP pages for monitoring: {@code /metrics} is Prometheus's text, {@code /health} answers 200
 * or 503 with one line. It asks for no password and changes nothing. Two threads serve it; what
 * exceeds a short queue makes the accepting thread wait.
 */
public final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
  private static final int THREADS = 2;
  private static final int QUEUE = 16;
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int INTERNAL_ERROR = 500;
  private static final int UNAVAILABLE = 503;

  /**
   * How a node is.
   *
   * @param healthy whether it serves reads and writes
   * @param text one line that says so, or why not
   */
  public record Health(boolean healthy, String text) {}

  private record Page(int status, String type, String text) {
    static Page plain(int status, String line) {
      return new Page(status, "text/plain; charset=utf-8", line + "\n");
    }
  }

  private final HttpServer http;
  private final ThreadPoolExecutor threads;

  private AdminServer(HttpServer http, ThreadPoolExecutor threads) {
    this.http = http;
    this.threads = threads;
  }

  /**
   * Starts serving.
   *
   * @param address where; port 0 takes a free one
   * @param metrics gives the text of {@code /metrics}
   * @param health gives the answer of {@code /health}
   * @throws IOException when the address cannot be listened on
   */
  public static AdminServer start(
      InetSocketAddress address, Supplier<String> metrics, Supplier<Health> health)
      throws IOException {
    HttpServer http = HttpServer.create(address, QUEUE);
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(QUEUE),
            task -> {
              Thread thread = new Thread(task, "rondo-admin-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            },
            new ThreadPoolExecutor.CallerRunsPolicy());
    http.setExecutor(threads);
    http.createContext("/", exchange -> answer(exchange, () -> page(exchange, metrics, health)));
    http.start();
    return new AdminServer(http, threads);
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return http.getAddress();
  }

  @Override
  public void close() {
    http.stop(0);
    threads.shutdownNow();
  }

  private static Page page(
      HttpExchange exchange, Supplier<String> metrics, Supplier<Health> health) {
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      return Page.plain(METHOD_NOT_ALLOWED, "method not allowed");
    }
    return switch (exchange.getRequestURI().getPath()) {
      case "/metrics" -> new Page(OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get());
      case "/health" -> {
        Health now = health.get();
        yield Page.plain(now.healthy() ? OK : UNAVAILABLE, now.text());
      }
      default -> Page.plain(NOT_FOUND, "not found; there are /metrics and /health");
    };
  }

  private static void answer(HttpExchange exchange, Supplier<Page> pages) throws IOException {
    Page page;
    try {
      page = pages.get();
    } catch (RuntimeException e) {
      LOG.error("event=admin-page-failed path={}", exchange.getRequestURI().getPath(), e);
      page = Page.plain(INTERNAL_ERROR, "internal error");
    }
    byte[] body = page.text().getBytes(StandardCharsets.UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", page.type());
      exchange.sendResponseHeaders(page.status(), head ? -1 : body.length);
      if (!head) {
        exchange.getResponseBody().write(body);
      }
    }
  }
}
