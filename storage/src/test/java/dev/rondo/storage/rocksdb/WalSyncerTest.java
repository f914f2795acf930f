package dev.rondo.storage.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.storage.ManualClock;
import dev.rondo.storage.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class WalSyncerTest {
  private final CommandedSink sink = new CommandedSink();
  private final ManualClock clock = new ManualClock(1000);
  private final WalSyncer syncer = new WalSyncer(sink, clock);
  private final List<StoreException> failures = new ArrayList<>();

  @Test
  void syncsOnlyWhenSomethingWasWritten() {
    syncer.sync(failures::add);
    assertThat(sink.syncs).hasValue(0);
    syncer.written(false);
    assertThat(syncer.isSynced()).isFalse();
    clock.advance(5);
    syncer.sync(failures::add);
    assertThat(sink.syncs).hasValue(1);
    assertThat(syncer.isSynced()).isTrue();
    assertThat(syncer.lastSyncMillis()).isEqualTo(1005);
    syncer.sync(failures::add);
    assertThat(sink.syncs).hasValue(1);
  }

  @Test
  void runsTasksWhenWhatTheyWaitForIsOnDisk() {
    AtomicBoolean ran = new AtomicBoolean();
    syncer.whenSynced(() -> ran.set(true));
    assertThat(ran).isTrue();
    ran.set(false);
    syncer.written(false);
    syncer.whenSynced(() -> ran.set(true));
    assertThat(ran).isFalse();
    syncer.sync(failures::add);
    assertThat(ran).isTrue();
  }

  @Test
  void aForcedBatchCarriesEverythingBeforeIt() {
    AtomicBoolean ran = new AtomicBoolean();
    syncer.written(false);
    syncer.whenSynced(() -> ran.set(true));
    syncer.written(true);
    assertThat(ran).isTrue();
    assertThat(syncer.isSynced()).isTrue();
  }

  @Test
  void tellsOfAFailureAndRunsNobody() {
    AtomicBoolean ran = new AtomicBoolean();
    syncer.written(false);
    syncer.whenSynced(() -> ran.set(true));
    sink.failing = true;
    syncer.sync(failures::add);
    assertThat(failures).hasSize(1);
    assertThat(ran).isFalse();
    assertThat(syncer.isSynced()).isFalse();
  }
}
