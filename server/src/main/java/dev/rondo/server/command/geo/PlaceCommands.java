package dev.rondo.server.command.geo;

import dev.rondo.resp.ReplyWriter;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.Invocation;
import dev.rondo.server.command.sortedsets.ScoredMember;
import dev.rondo.server.command.sortedsets.SortedSet;
import dev.rondo.server.command.sortedsets.ZaddOptions;
import dev.rondo.server.command.sortedsets.ZaddUpdate;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Commands about places that are named. */
final class PlaceCommands {
  private PlaceCommands() {}

  static void geoadd(Invocation call) {
    int first = 2;
    while (first < call.argumentCount() && isOption(call, first)) {
      first++;
    }
    int rest = call.argumentCount() - first;
    if (rest == 0 || rest % 3 != 0 || bothConditions(call, first)) {
      throw CommandException.syntaxError();
    }
    ZaddOptions options = ZaddOptions.parse(call.arguments(), 2, first - 2);
    List<ScoredMember> members = new ArrayList<>(rest / 3);
    for (int i = first; i < call.argumentCount(); i += 3) {
      GeoPoint point = GeoArguments.point(call.arguments(), i);
      members.add(new ScoredMember(call.argument(i + 2), Geohash.score(point)));
    }
    call.update(
        call.key(1),
        new ZaddUpdate(options, members),
        (result, out) -> out.integer(result.count(options)));
  }

  private static boolean isOption(Invocation call, int at) {
    return call.argumentIs(at, "NX") || call.argumentIs(at, "XX") || call.argumentIs(at, "CH");
  }

  private static boolean bothConditions(Invocation call, int end) {
    boolean onlyNew = false;
    boolean onlyPresent = false;
    for (int i = 2; i < end; i++) {
      onlyNew |= call.argumentIs(i, "NX");
      onlyPresent |= call.argumentIs(i, "XX");
    }
    return onlyNew && onlyPresent;
  }

  static void geodist(Invocation call) {
    if (call.argumentCount() > 5) {
      throw CommandException.syntaxError();
    }
    GeoUnit unit = call.argumentCount() == 5 ? GeoUnit.parse(call.argument(4)) : GeoUnit.M;
    call.read(
        call.key(1),
        (entry, out) -> {
          SortedSet places = SortedSet.of(entry);
          OptionalDouble from = places.scoreOf(call.argument(2));
          OptionalDouble to = places.scoreOf(call.argument(3));
          if (from.isEmpty() || to.isEmpty()) {
            out.nil();
            return;
          }
          GeoPoint start = Geohash.point(from.getAsDouble());
          double meters = start.metersTo(Geohash.point(to.getAsDouble()));
          out.bulk(FixedPoint.format(meters / unit.meters(), 4));
        });
  }

  static void geohash(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          SortedSet places = SortedSet.of(entry);
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            OptionalDouble score = places.scoreOf(call.argument(i));
            if (score.isPresent()) {
              out.bulk(Geohash.text(score.getAsDouble()));
            } else {
              out.nil();
            }
          }
        });
  }

  static void geopos(Invocation call) {
    call.read(
        call.key(1),
        (entry, out) -> {
          SortedSet places = SortedSet.of(entry);
          out.array(call.argumentCount() - 2);
          for (int i = 2; i < call.argumentCount(); i++) {
            writePoint(places.scoreOf(call.argument(i)), out);
          }
        });
  }

  private static void writePoint(OptionalDouble score, ReplyWriter out) {
    if (score.isPresent()) {
      SearchCommands.write(Geohash.point(score.getAsDouble()), out);
    } else {
      out.nilArray();
    }
  }
}
