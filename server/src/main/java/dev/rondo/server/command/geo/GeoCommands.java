package dev.rondo.server.command.geo;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.KeySpec.Keyword;
import dev.rondo.server.command.KeySpec.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The rows of the commands on places. */
public final class GeoCommands {
  private static final KeySpec READ = KeySpec.one("RO", "access");
  private static final String PER_PLACE = "O(log(N)) for each place, with N places";
  private static final String PER_SEARCH =
      "O(log(N)+M) with N places, M of them in a rectangle about the shape";

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return Stream.of(places(), searches(), oldSearches()).flatMap(List::stream).toList();
  }

  private static List<CommandSpec> places() {
    return List.of(
        row("geoadd", -5, PlaceCommands::geoadd)
            .flags(WRITE, DENYOOM)
            .repeatableWhen(args -> !Bytes.containsWord(args, 2, "NX", "XX"))
            .keys(KeySpec.one("RW", "update"))
            .complexity("O(N) with N places, whatever is written")
            .summary("Adds places to a sorted set, or moves them."),
        row("geodist", -4, PlaceCommands::geodist)
            .flags(READONLY)
            .keys(READ)
            .complexity(PER_PLACE)
            .summary("Tells how far two places are from each other."),
        row("geohash", -2, PlaceCommands::geohash)
            .flags(READONLY)
            .keys(READ)
            .complexity(PER_PLACE)
            .summary("Answers the geohashes of places as text."),
        row("geopos", -2, PlaceCommands::geopos)
            .flags(READONLY)
            .keys(READ)
            .complexity(PER_PLACE)
            .summary("Answers longitudes and latitudes of places."));
  }

  private static List<CommandSpec> searches() {
    return List.of(
        row("geosearch", -7, SearchCommands.search(GeoForm.GEOSEARCH))
            .flags(READONLY)
            .keys(READ)
            .since("6.2.0")
            .complexity(PER_SEARCH)
            .summary("Finds the places in a circle or a box."),
        row("geosearchstore", -8, SearchCommands.search(GeoForm.GEOSEARCHSTORE))
            .flags(WRITE, DENYOOM)
            .repeatableWhen(args -> !Arrays.equals(args[1], args[2]))
            .keys(KeySpec.one("OW", "update"), KeySpec.at(2, "RO", "access"))
            .since("6.2.0")
            .complexity(PER_SEARCH)
            .summary("Stores the places in a circle or a box."));
  }

  private static List<CommandSpec> oldSearches() {
    return List.of(
        old("georadius", -6, GeoForm.GEORADIUS)
            .flags(WRITE, DENYOOM)
            .keys(storing(6))
            .deprecated("6.2.0", "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` argument")
            .summary("Finds, and may store, the places around a point."),
        old("georadius_ro", -6, GeoForm.GEORADIUS_RO)
            .flags(READONLY)
            .keys(READ)
            .since("3.2.10")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` argument")
            .summary("Finds the places around a point."),
        old("georadiusbymember", -5, GeoForm.GEORADIUSBYMEMBER)
            .flags(WRITE, DENYOOM)
            .keys(storing(5))
            .deprecated(
                "6.2.0",
                "`GEOSEARCH` and `GEOSEARCHSTORE` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .summary("Finds, and may store, the places around another one."),
        old("georadiusbymember_ro", -5, GeoForm.GEORADIUSBYMEMBER_RO)
            .flags(READONLY)
            .keys(READ)
            .since("3.2.10")
            .deprecated("6.2.0", "`GEOSEARCH` with the `BYRADIUS` and `FROMMEMBER` arguments")
            .summary("Finds the places around another one."));
  }

  /** The source, and where the answer may be stored. */
  private static KeySpec[] storing(int options) {
    return new KeySpec[] {READ, target("STORE", options), target("STOREDIST", options)};
  }

  private static KeySpec target(String word, int options) {
    return new KeySpec(
        Set.of("OW", "update"), new Keyword(word, options), new Range(0, 1, 0), null);
  }

  private static CommandSpec old(String name, int arity, GeoForm form) {
    return row(name, arity, SearchCommands.search(form)).complexity(PER_SEARCH);
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.GEO, handler).since("3.2.0");
  }
}
