package dev.rondo.resp;

import static dev.rondo.resp.ProtocolException.Kind.MALFORMED;
import static dev.rondo.resp.ProtocolException.Kind.OUT_OF_MEMORY;
import static dev.rondo.resp.ProtocolException.Kind.REQUEST_TOO_LARGE;
import static dev.rondo.resp.RequestDecoder.FIRST_PIECE_BYTES;
import static dev.rondo.resp.RequestDecoder.UNRESERVED_BYTES;
import static dev.rondo.resp.TestConnection.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client may make the decoder allocate, and what happens past that. */
class RequestDecoderLimitsTest {

  private static final int MIB = 1 << 20;

  private RequestLimits limits = RequestLimits.DEFAULT;
  private final CountingBudget budget = new CountingBudget(64 * MIB);
  private final TestConnection connection = new TestConnection(() -> limits, budget);

  RequestDecoderLimitsTest() {
    connection.decoder().authenticated(true);
  }

  @AfterEach
  void everyReservationIsGivenBack() {
    connection.close();
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void headersAloneAllocateNothing() {
    assertThat(allocatedBytesOf(() -> connection.receive("*2147483647\r\n$536870912\r\n")))
        .isLessThan(UNRESERVED_BYTES);
    byte[] almostFirstPiece = new byte[FIRST_PIECE_BYTES - 1];
    assertThat(allocatedBytesOf(() -> connection.receive(almostFirstPiece)))
        .isLessThan(2 * FIRST_PIECE_BYTES);
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void arraysGrowWithWhatArrives() {
    connection.receive("*1\r\n$" + 32 * MIB + "\r\n");
    byte[] piece = new byte[FIRST_PIECE_BYTES];
    for (long received = piece.length; received < 32 * MIB; received += piece.length) {
      connection.receive(piece);
      assertThat(budget.reservedBytes()).isBetween(received, 16 * received);
    }
  }

  @Test
  void asksForNothingBelow8KiB() {
    connection.receive("*3\r\n$3\r\nSET\r\n$8000\r\n" + "x".repeat(8000) + "\r\n$1\r\n");
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void reservesUntilTheRequestWasHandedOver() {
    connection.collect(request("SET", "k", "x".repeat(100_000)));
    connection.decode(
        arguments -> {
          assertThat(budget.reservedBytes()).isBetween(100_000L, 200_000L);
          return true;
        });
    assertThat(connection.requests()).hasSize(1);
    assertThat(budget.reservedBytes()).isZero();
  }

  @Test
  void givesBackTheReservationWhenTheSinkFails() {
    connection.collect(request("SET", "k", "x".repeat(100_000)) + "PING\r\n");
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(
            () ->
                connection.decode(
                    arguments -> {
                      throw new IllegalStateException("a bug");
                    }));
    assertThat(budget.reservedBytes()).isZero();
    connection.receive("");
    assertThat(connection.requests()).hasSize(2);
  }

  @Test
  void maySeeItsDecoderClosedByTheSink() {
    connection.collect(request("SET", "k", "x".repeat(100_000)) + "PING\r\n");
    connection.decode(
        arguments -> {
          connection.decoder().close();
          return true;
        });
    assertThat(connection.requests()).hasSize(1);
    assertThat(connection.unreadBytes()).isZero();
  }

  @Test
  void countsManySmallArgumentsToo() {
    String argument = "$0\r\n\r\n";
    connection.receive("*1000000\r\n" + argument.repeat(100_000));
    assertThat(budget.reservedBytes()).isGreaterThan(100_000 * 16);
  }

  @Test
  void refusesWhatTheBudgetDoesNotGrant() {
    budget.limit(MIB);
    byte[] piece = new byte[FIRST_PIECE_BYTES];
    connection.receive("*1\r\n$" + 2 * MIB + "\r\n");
    assertThat(thrownBy(() -> receiveRepeatedly(piece, 2 * MIB)).kind()).isEqualTo(OUT_OF_MEMORY);
    assertThat(budget.reservedBytes()).isZero();
    connection.receive("PING\r\n");
    assertThat(connection.requests()).isEmpty();
  }

  @Test
  void refusesArgumentsThatTheBudgetDoesNotGrant() {
    budget.limit(0);
    String many = request("a".repeat(250).split(""));
    connection.receive(many + many + many);
    assertThat(connection.requests()).hasSize(3);
    String more = request("a".repeat(500).split(""));
    assertThat(thrownBy(() -> connection.receive(more)).replyText())
        .isEqualTo("OOM command not allowed when used memory > 'maxmemory'.");
  }

  @Test
  void refusesARequestThatIsTooLargeAsSoonAsItSaysSo() {
    limits = RequestLimits.DEFAULT.withMaxRequestBytes(MIB);
    connection.receive(request("SET", "k", "x".repeat(1000)));
    connection.receive("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n");
    ProtocolException refusal = thrownBy(() -> connection.receive("$" + MIB + "\r\n"));
    assertThat(refusal.kind()).isEqualTo(REQUEST_TOO_LARGE);
  }

  @Test
  void countsEveryArgumentOfARequest() {
    limits = RequestLimits.DEFAULT.withMaxRequestBytes(MIB);
    connection.receive("*1000000\r\n");
    String argument = "$1\r\na\r\n".repeat(1000);
    ProtocolException refusal =
        thrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                connection.receive(argument);
              }
            });
    assertThat(refusal.kind()).isEqualTo(REQUEST_TOO_LARGE);
  }

  @Test
  void heedsChangedLimitsAtTheNextHeader() {
    connection.receive("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n");
    limits = limits.withMaxBulkBytes(10).withMaxArguments(2);
    connection.receive("$10\r\n0123456789\r\n");
    connection.receive(request("GET", "k"));
    assertThat(connection.requests()).hasSize(2);
    ProtocolException refusal = thrownBy(() -> connection.receive("*2\r\n$11\r\n"));
    assertThat(refusal.kind()).isEqualTo(MALFORMED);
    assertThat(refusal).hasMessage("Protocol error: invalid bulk length");
  }

  @Test
  void boundsTheNumberOfArguments() {
    limits = limits.withMaxArguments(2);
    assertThat(thrownBy(() -> connection.receive("*3\r\n")))
        .hasMessage("Protocol error: invalid multibulk length");
  }

  @Test
  void limitsArePositive() {
    RequestLimits valid = RequestLimits.DEFAULT;
    assertThatIllegalArgumentException().isThrownBy(() -> valid.withMaxBulkBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> valid.withMaxArguments(0));
    assertThatIllegalArgumentException().isThrownBy(() -> valid.withMaxRequestBytes(-1));
  }

  private static ProtocolException thrownBy(ThrowingCallable action) {
    return catchThrowableOfType(ProtocolException.class, action);
  }

  private static long allocatedBytesOf(Runnable action) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    action.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private void receiveRepeatedly(byte[] piece, int bytes) {
    for (int sent = 0; sent < bytes; sent += piece.length) {
      connection.receive(piece);
    }
  }
}
