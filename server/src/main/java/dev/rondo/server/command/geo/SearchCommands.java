package dev.rondo.server.command.geo;

import dev.rondo.cluster.Transaction;
import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.geo.GeoSearch.Match;
import dev.rondo.server.command.sortedsets.ScoredMember;
import dev.rondo.server.command.sortedsets.SortedSet;
import dev.rondo.storage.Key;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Commands that search for places around another one. */
final class SearchCommands {
  private static final Comparator<Match> NEAREST_FIRST =
      Comparator.comparingDouble(Match::distanceMeters);

  private SearchCommands() {}

  /** A command of a form; it stores its answer if its arguments say so. */
  static Handler search(GeoForm form) {
    return call -> {
      List<Key> targets = targets(call, form);
      if (targets.isEmpty()) {
        show(call, form);
      } else {
        store(call, form, targets);
      }
    };
  }

  private static void show(Invocation call, GeoForm form) {
    call.read(
        call.key(form.source()),
        (entry, out) -> {
          SortedSet places = SortedSet.of(entry);
          GeoQuery query = GeoQuery.parse(call.arguments(), form, places);
          write(query, matches(query, places), out);
        });
  }

  /** All keys that the answer may be stored in: the arguments are not understood yet. */
  private static List<Key> targets(Invocation call, GeoForm form) {
    List<Key> targets = new ArrayList<>();
    if (form == GeoForm.GEOSEARCHSTORE) {
      targets.add(call.key(1));
    }
    for (int i = form.options(); form.mayStore() && i + 1 < call.argumentCount(); i++) {
      if (call.argumentIs(i, "STORE") || call.argumentIs(i, "STOREDIST")) {
        targets.add(call.key(i + 1));
      }
    }
    return targets;
  }

  private static void store(Invocation call, GeoForm form, List<Key> targets) {
    Key source = call.key(form.source());
    List<Key> keys = new ArrayList<>(targets);
    keys.add(source);
    Transaction<Stored> work =
        view -> {
          SortedSet places = SortedSet.of(view.read(source));
          GeoQuery query = GeoQuery.parse(call.arguments(), form, places);
          List<Match> matches = matches(query, places);
          if (query.target().isEmpty()) {
            return new Stored(query, matches, false);
          }
          Key target = call.key(query.target().getAsInt());
          view.update(target, SortedSet.storing(SortedSet.putting(scored(query, matches))));
          return new Stored(query, matches, true);
        };
    call.transact(
        keys,
        work,
        (stored, out) -> {
          if (stored.isStored) {
            out.integer(stored.matches.size());
          } else {
            write(stored.query, stored.matches, out);
          }
        });
  }

  /** What came of a search that might store its matches. */
  private record Stored(GeoQuery query, List<Match> matches, boolean isStored) {}

  private static List<ScoredMember> scored(GeoQuery query, List<Match> matches) {
    return matches.stream()
        .map(
            match ->
                new ScoredMember(
                    match.member(),
                    query.storesDistance()
                        ? match.distanceMeters() / query.unitMeters()
                        : match.score()))
        .toList();
  }

  private static List<Match> matches(GeoQuery query, SortedSet places) {
    GeoSearch search = query.search();
    if (search == null) {
      return List.of();
    }
    List<Match> matches = search.in(places, query.any() ? query.count() : 0);
    switch (query.order()) {
      case NEAREST_FIRST -> matches.sort(NEAREST_FIRST);
      case FARTHEST_FIRST -> matches.sort(NEAREST_FIRST.reversed());
      case ANY -> {}
    }
    boolean isLimited = query.count() > 0 && query.count() < matches.size();
    return isLimited ? matches.subList(0, (int) query.count()) : matches;
  }

  private static void write(GeoQuery query, List<Match> matches, ReplyWriter out) {
    int extras =
        (query.withDistance() ? 1 : 0) + (query.withHash() ? 1 : 0) + (query.withPoint() ? 1 : 0);
    out.array(matches.size());
    for (Match match : matches) {
      if (extras > 0) {
        out.array(1 + extras);
      }
      out.bulk(match.member());
      if (query.withDistance()) {
        out.bulk(FixedPoint.format(match.distanceMeters() / query.unitMeters(), 4));
      }
      if (query.withHash()) {
        out.integer(Geohash.bits(match.score()));
      }
      if (query.withPoint()) {
        write(match.point(), out);
      }
    }
  }

  /** Writes longitude and latitude. */
  static void write(GeoPoint point, ReplyWriter out) {
    out.array(2);
    out.real(FixedPoint.degrees(point.longitude()));
    out.real(FixedPoint.degrees(point.latitude()));
  }
}
