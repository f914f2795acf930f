package dev.rondo.resp;

import static dev.rondo.resp.TestConnection.request;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Throws bytes at the decoder that are random, or almost right. Whatever they are: nothing but a
 * ProtocolException may come out, the same bytes mean the same however they are cut into pieces,
 * and memory stays within the budget. A failure's name has the seed; {@code -Drondo.seed=} repeats
 * it.
 */
class RequestDecoderFuzzTest {

  private static final int ROUNDS = 3000;
  private static final RequestLimits LIMITS = new RequestLimits(1 << 18, 10_000, 1 << 20);

  /** What came out, and what ended it. */
  private record Outcome(List<List<String>> requests, @Nullable String error) {}

  @ParameterizedTest
  @EnumSource
  void survivesAnyBytes(Source source) {
    long firstSeed = Long.getLong("rondo.seed", System.nanoTime());
    for (long seed = firstSeed; seed < firstSeed + ROUNDS; seed++) {
      Random random = new Random(seed);
      byte[] bytes = source.bytes(random);
      Outcome whole = decode(bytes, () -> bytes.length);
      Outcome cut = decode(bytes, () -> 1 + random.nextInt(1 << random.nextInt(16)));
      assertThat(cut).as("seed %d", seed).isEqualTo(whole);
    }
  }

  private enum Source {
    NOISE {
      @Override
      byte[] bytes(Random random) {
        byte[] bytes = new byte[random.nextInt(2000)];
        random.nextBytes(bytes);
        return bytes;
      }
    },
    PROTOCOL_BYTES {
      @Override
      byte[] bytes(Random random) {
        String alphabet = "**$$\r\n\r\n\r\n0123456789-\"'\\x \0\377aA";
        StringBuilder bytes = new StringBuilder();
        for (int i = random.nextInt(200); i > 0; i--) {
          bytes.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return bytes.toString().getBytes(ISO_8859_1);
      }
    },
    DAMAGED_REQUESTS {
      @Override
      byte[] bytes(Random random) {
        StringBuilder bytes = new StringBuilder();
        for (int i = random.nextInt(10); i >= 0; i--) {
          bytes.append(random.nextInt(4) == 0 ? "ECHO 'a b' \"\\x00\"\r\n" : anyRequest(random));
        }
        for (int damages = random.nextInt(4); damages > 0; damages--) {
          int at = random.nextInt(bytes.length());
          switch (random.nextInt(3)) {
            case 0 -> bytes.setCharAt(at, (char) random.nextInt(256));
            case 1 -> bytes.deleteCharAt(at);
            default -> bytes.insert(at, random.nextInt(1 << random.nextInt(31)));
          }
          if (bytes.isEmpty()) {
            break;
          }
        }
        return bytes.toString().getBytes(ISO_8859_1);
      }
    };

    abstract byte[] bytes(Random random);
  }

  private static String anyRequest(Random random) {
    String[] arguments = new String[1 + random.nextInt(1 << random.nextInt(6))];
    for (int i = 0; i < arguments.length; i++) {
      int maxBytes = random.nextInt(50) == 0 ? 100_000 : 20;
      arguments[i] = "x".repeat(random.nextInt(maxBytes));
    }
    return request(arguments);
  }

  /** Decodes {@code bytes} in pieces whose lengths are drawn one by one. */
  private static Outcome decode(byte[] bytes, IntSupplier pieceBytes) {
    CountingBudget budget = new CountingBudget(Long.MAX_VALUE);
    String error = null;
    try (TestConnection connection = new TestConnection(() -> LIMITS, budget)) {
      connection.decoder().authenticated(true);
      try {
        for (int at = 0, piece; at < bytes.length; at += piece) {
          piece = Math.min(pieceBytes.getAsInt(), bytes.length - at);
          connection.receive(bytes, at, piece);
          // Arrays may be sixteen times what has come of a payload.
          assertThat(budget.reservedBytes()).isLessThan(20L * bytes.length + (64 << 10));
        }
      } catch (ProtocolException e) {
        error = e.getMessage();
      }
      connection.decoder().close();
      assertThat(budget.reservedBytes()).isZero();
      return new Outcome(connection.requests(), error);
    }
  }
}
