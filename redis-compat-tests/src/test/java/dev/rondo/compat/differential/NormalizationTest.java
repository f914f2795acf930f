package dev.rondo.compat.differential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rondo.compat.support.Reply;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which differences are forgiven, and that no others are. */
class NormalizationTest {

  private static final Normalization ONE_NODE = Normalization.OF_ONE_NODE;
  private static final Reply OK = Reply.line("+OK");

  @Test
  void momentsMayBeAFewSecondsApart() {
    assertSame("TTL k", Reply.line(":100"), Reply.line(":99"));
    assertSame("PTTL k", Reply.line(":100000"), Reply.line(":96000"));
    assertSame("PEXPIRETIME k", Reply.line(":4000000000000"), Reply.line(":4000000000001"));
    assertDifferent("TTL k", Reply.line(":100"), Reply.line(":50"));
    assertDifferent("TTL k", Reply.line(":0"), Reply.line(":-2"));
    assertDifferent("TTL k", Reply.line(":-1"), Reply.line(":-2"));
    assertDifferent("TTL k", Reply.line(":100"), Reply.bulk("100"));
    assertDifferent("STRLEN k", Reply.line(":100"), Reply.line(":99"));
  }

  @Test
  void valuesAndErrorsMustBeTheSame() {
    assertSame("GET k", Reply.bulk("a"), Reply.bulk("a"));
    assertDifferent("GET k", Reply.bulk("a"), Reply.bulk("b"));
    assertDifferent("GET k", Reply.line("_"), new Reply('$', null, List.of()));
    assertDifferent("GET k", Reply.line("-ERR a"), Reply.line("-ERR b"));
    assertDifferent("TTL k", Reply.line("-ERR a"), Reply.line(":1"));
  }

  @Test
  void aClusterMayRefuseTransactionsAndCountReplicas() {
    Reply refusal = Reply.line("-CROSSSLOT Keys in request don't hash to the same slot");
    assertThat(Normalization.OF_CLUSTER.mayBeRefusal(refusal)).isTrue();
    assertThat(Normalization.OF_CLUSTER.mayBeRefusal(Reply.line("-ERR CROSSSLOT"))).isFalse();
    assertThat(ONE_NODE.mayBeRefusal(refusal)).isFalse();
    Reply none = Reply.line(":0");
    Reply two = Reply.line(":2");
    assertThat(Normalization.OF_CLUSTER.equivalent(command("WAIT 0 0"), none, two)).isTrue();
    assertDifferent("WAIT 0 0", none, two);
  }

  @Test
  void orderMattersUnlessThereIsNone() {
    Reply oneTwo = array(Reply.bulk("1"), Reply.bulk("2"));
    Reply twoOne = array(Reply.bulk("2"), Reply.bulk("1"));
    assertSame("KEYS *", oneTwo, twoOne);
    assertDifferent("KEYS *", oneTwo, array(Reply.bulk("1")));
    assertDifferent("MGET a b", oneTwo, twoOne);
    assertSame("SCAN 0", array(Reply.bulk("0"), oneTwo), array(Reply.bulk("5"), array()));
    assertDifferent("SCAN 0", array(Reply.bulk("0"), oneTwo), Reply.line("-ERR invalid cursor"));
    assertSame(
        "CONFIG GET x",
        array(Reply.bulk("a"), Reply.bulk("1"), Reply.bulk("b"), Reply.bulk("2")),
        array(Reply.bulk("b"), Reply.bulk("2"), Reply.bulk("a"), Reply.bulk("1")));
    assertDifferent(
        "CONFIG GET x",
        array(Reply.bulk("a"), Reply.bulk("1"), Reply.bulk("b"), Reply.bulk("2")),
        array(Reply.bulk("b"), Reply.bulk("1"), Reply.bulk("a"), Reply.bulk("2")));
  }

  @Test
  void aRandomKeyIsAnyKey() {
    assertSame("RANDOMKEY", Reply.bulk("a"), Reply.bulk("b"));
    assertDifferent("RANDOMKEY", Reply.bulk("a"), new Reply('$', null, List.of()));
  }

  @Test
  void dumpsAreComparedByWhatTheyHold() {
    String plain = DumpPayload.withFooter("\0\012aaaaaaaaaa", 10);
    String packed = DumpPayload.withFooter("\0\303\005\012\000a\340\000\000", 11);
    assertSame("DUMP k", Reply.bulk(plain), Reply.bulk(packed));
    assertDifferent("DUMP k", Reply.bulk(plain), Reply.bulk(DumpPayload.withFooter("\0\001a", 10)));
    assertDifferent("DUMP k", Reply.bulk(plain), Reply.bulk(packed.substring(1)));
    assertDifferent("DUMP k", Reply.bulk("x"), Reply.bulk("y"));
    String plainSet = DumpPayload.withFooter("\002\001\0015", 10);
    String intset = DumpPayload.withFooter("\013\012\002\000\000\000\001\000\000\000\005\000", 10);
    assertSame("DUMP k", Reply.bulk(plainSet), Reply.bulk(intset));
    assertDifferent(
        "DUMP k", Reply.bulk(intset), Reply.bulk(DumpPayload.withFooter("\001\001\0015", 10)));
    assertDifferent("DUMP k", Reply.bulk(intset), Reply.bulk(plainSet + "x"));
  }

  @Test
  void membersComeInAnyOrder() {
    Reply oneWay = Reply.bulk("a");
    Reply other = Reply.bulk("b");
    assertSame("SMEMBERS s", array(oneWay, other), array(other, oneWay));
    assertDifferent("SMEMBERS s", array(oneWay, other), array(oneWay, oneWay));
    assertSame(
        "HGETALL h", array(oneWay, other, other, oneWay), array(other, oneWay, oneWay, other));
    assertDifferent(
        "HGETALL h", array(oneWay, other, other, oneWay), array(oneWay, oneWay, other, other));
    assertSame("OBJECT ENCODING s", Reply.bulk("hashtable"), Reply.bulk("listpack"));
    assertDifferent("OBJECT ENCODING s", Reply.bulk("skiplist"), Reply.bulk("hashtable"));
  }

  @Test
  void clientsAreComparedByWhatTheySetThemselves() {
    assertSame(
        "CLIENT INFO",
        Reply.bulk("id=3 addr=127.0.0.1:1 name=a db=1 cmd=client|info\n"),
        Reply.bulk("id=9 addr=127.0.0.1:2 db=1 name=a lib-name= cmd=client|info\n"));
    assertDifferent(
        "CLIENT INFO", Reply.bulk("id=3 name=a db=1\n"), Reply.bulk("id=3 name=a db=2\n"));
    assertDifferent(
        "CLIENT INFO", Reply.bulk("flags=N multi=-1\n"), Reply.bulk("flags=x multi=1\n"));
    assertSame("CLIENT INFO", Reply.bulk("flags=N db=1\n"), Reply.bulk("flags=e db=1\n"));
    assertSame("CLIENT INFO", Reply.bulk("flags=x db=1\n"), Reply.bulk("flags=xe db=1\n"));
  }

  @Test
  void repliesOfATransactionAreComparedOneByOne() {
    List<Command> queued = List.of(command("TTL k"), command("GET k"));
    Reply first = array(Reply.line(":100"), Reply.bulk("v"));
    assertThat(ONE_NODE.equivalentExec(queued, first, array(Reply.line(":99"), Reply.bulk("v"))))
        .isTrue();
    assertThat(ONE_NODE.equivalentExec(queued, first, array(Reply.line(":99"), Reply.bulk("w"))))
        .isFalse();
    assertThat(ONE_NODE.equivalentExec(queued, first, new Reply('*', null, List.of()))).isFalse();
    assertThat(ONE_NODE.equivalentExec(queued, OK, OK)).isTrue();
  }

  private static void assertSame(String command, Reply a, Reply b) {
    assertThat(ONE_NODE.equivalent(command(command), a, b)).isTrue();
    assertThat(ONE_NODE.equivalent(command(command), b, a)).isTrue();
  }

  private static void assertDifferent(String command, Reply a, Reply b) {
    assertThat(ONE_NODE.equivalent(command(command), a, b)).isFalse();
    assertThat(ONE_NODE.equivalent(command(command), b, a)).isFalse();
  }

  private static Command command(String text) {
    return new Command(List.of(text.split(" ")));
  }

  private static Reply array(Reply... children) {
    return new Reply('*', "", List.of(children));
  }
}
