package dev.rondo.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rondo.server.metrics.AdminServer.Health;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {
  private volatile Supplier<String> text = () -> "a 1.0\n";
  private volatile Health health = new Health(true, "ok");
  private AdminServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        AdminServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            () -> text.get(),
            () -> health);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private HttpResponse<String> request(String method, String path)
      throws IOException, InterruptedException {
    URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + path);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(uri).method(method, BodyPublishers.noBody()).build(),
            BodyHandlers.ofString());
  }

  @Test
  void servesMetrics() throws IOException, InterruptedException {
    HttpResponse<String> response = request("GET", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(response.body()).isEqualTo("a 1.0\n");
  }

  @Test
  void saysHowTheNodeIs() throws IOException, InterruptedException {
    assertThat(request("GET", "/health"))
        .satisfies(
            response -> {
              assertThat(response.statusCode()).isEqualTo(200);
              assertThat(response.body()).isEqualTo("ok\n");
            });
    health = new Health(false, "disk is full");
    assertThat(request("GET", "/health"))
        .satisfies(
            response -> {
              assertThat(response.statusCode()).isEqualTo(503);
              assertThat(response.body()).isEqualTo("disk is full\n");
            });
  }

  @Test
  void answersHeadWithoutABody() throws IOException, InterruptedException {
    HttpResponse<String> response = request("HEAD", "/metrics");

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).isEmpty();
  }

  @Test
  void refusesOtherPathsAndMethods() throws IOException, InterruptedException {
    assertThat(request("GET", "/").statusCode()).isEqualTo(404);
    assertThat(request("GET", "/metrics/x").statusCode()).isEqualTo(404);
    assertThat(request("POST", "/metrics").statusCode()).isEqualTo(405);
  }

  @Test
  void survivesAFailingPage() throws IOException, InterruptedException {
    text =
        () -> {
          throw new IllegalStateException("no figures");
        };
    assertThat(request("GET", "/metrics").statusCode()).isEqualTo(500);
    text = () -> "b 2.0\n";
    assertThat(request("GET", "/metrics").body()).isEqualTo("b 2.0\n");
  }

  @Test
  void saysWhenThePortIsTaken() {
    assertThatThrownBy(() -> AdminServer.start(server.address(), () -> "", () -> health))
        .isInstanceOf(BindException.class);
  }
}
