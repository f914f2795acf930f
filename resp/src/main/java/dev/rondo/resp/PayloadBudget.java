package dev.rondo.resp;

/**
 * Says whether there is memory for a large request that is being received. One budget is shared by
 * all connections of a server, so its methods must be safe to call from any thread; they must not
 * block.
 */
public interface PayloadBudget {

  /** A budget that grants everything. */
  PayloadBudget UNLIMITED =
      new PayloadBudget() {
        @Override
        public boolean tryReserve(long bytes) {
          return true;
        }

        @Override
        public void release(long bytes) {}
      };

  /**
   * Sets {@code bytes} aside.
   *
   * @return false, with nothing set aside, when there is no room
   */
  boolean tryReserve(long bytes);

  /** Gives back {@code bytes} that {@link #tryReserve} granted, whole or in parts. */
  void release(long bytes);
}
