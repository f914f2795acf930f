package dev.rondo.cluster.netty;

import dev.rondo.cluster.transport.NodeAddress;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numeric address of a name, on a thread of its own: asking the system may take seconds,
 * and no event loop may wait so long.
 */
final class NameResolver implements AutoCloseable {
  private static final int MAX_WAITING = 1024;

  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MAX_WAITING),
          new DefaultThreadFactory("rondo-bus-names", true));

  NameResolver() {
    thread.allowCoreThreadTimeOut(true);
  }

  /**
   * Looks an address up.
   *
   * @param done is given the address, null when there is none; at once on this thread when the host
   *     is numeric, else on the resolver's
   */
  void resolve(NodeAddress address, Consumer<@Nullable InetSocketAddress> done) {
    byte[] numeric = NetUtil.createByteArrayFromIpAddressString(address.host());
    if (numeric != null) {
      done.accept(lookUp(address));
      return;
    }
    try {
      thread.execute(() -> done.accept(lookUp(address)));
    } catch (RejectedExecutionException e) {
      done.accept(null);
    }
  }

  private static @Nullable InetSocketAddress lookUp(NodeAddress address) {
    try {
      return new InetSocketAddress(InetAddress.getByName(address.host()), address.port());
    } catch (UnknownHostException e) {
      return null;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
