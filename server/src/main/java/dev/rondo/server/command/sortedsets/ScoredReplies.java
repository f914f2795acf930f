package dev.rondo.server.command.sortedsets;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.resp.RespVersion;
import java.util.List;

/**
 * How members with scores are answered: one after the other in RESP2, in pairs in RESP3 (Redis
 * command page ZRANGE).
 */
final class ScoredReplies {
  private ScoredReplies() {}

  /** Writes a span of a sorted set. */
  static void write(
      SortedSet set, RankSpan span, boolean reverse, boolean withScores, ReplyWriter out) {
    header(span.length(), withScores, out);
    for (int i = 0; i < span.length(); i++) {
      int rank = reverse ? span.toExclusive() - 1 - i : span.from() + i;
      write(set.member(rank), set.score(rank), withScores, out);
    }
  }

  /** Writes members in the order given. */
  static void write(List<ScoredMember> members, boolean withScores, ReplyWriter out) {
    header(members.size(), withScores, out);
    for (ScoredMember scored : members) {
      write(scored.member(), scored.score(), withScores, out);
    }
  }

  private static void header(int members, boolean withScores, ReplyWriter out) {
    boolean flat = withScores && out.version() != RespVersion.RESP3;
    out.array(flat ? Math.multiplyExact(members, 2) : members);
  }

  private static void write(byte[] member, double score, boolean withScore, ReplyWriter out) {
    if (withScore && out.version() == RespVersion.RESP3) {
      out.array(2);
    }
    out.bulk(member);
    if (withScore) {
      out.real(score);
    }
  }
}
