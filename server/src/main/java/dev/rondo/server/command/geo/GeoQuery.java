package dev.rondo.server.command.geo;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import dev.rondo.server.command.sortedsets.SortedSet;
import dev.rondo.server.text.Numbers;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What a search asks for. It is read with the sorted set at hand, since Redis says what is wrong in
 * the order of the arguments, a member that is missing included. A missing sorted set has no
 * members to complain about.
 */
final class GeoQuery {
  /** The order of the answer. */
  enum Order {
    ANY,
    NEAREST_FIRST,
    FARTHEST_FIRST
  }

  private final byte[][] arguments;
  private final GeoForm form;
  private final SortedSet places;

  private @Nullable GeoPoint center;
  private @Nullable GeoShape shape;
  private double unitMeters = 1;
  private boolean fromMember;
  private boolean fromPoint;
  private boolean withDistance;
  private boolean withHash;
  private boolean withPoint;
  private boolean any;
  private long count;
  private Order order = Order.ANY;
  private OptionalInt target = OptionalInt.empty();
  private boolean storesDistance;

  private GeoQuery(byte[][] arguments, GeoForm form, SortedSet places) {
    this.arguments = arguments;
    this.form = form;
    this.places = places;
  }

  /**
   * Reads the arguments of a call.
   *
   * @param places the sorted set, empty when the key is missing
   * @throws CommandException when anything is wrong with them
   */
  static GeoQuery parse(byte[][] arguments, GeoForm form, SortedSet places) {
    GeoQuery query = new GeoQuery(arguments, form, places);
    query.readFixedArguments();
    for (int at = form.options(); at < arguments.length; ) {
      at += query.readOption(at);
    }
    query.refuseConflicts();
    return query;
  }

  private void readFixedArguments() {
    switch (form) {
      case GEORADIUS, GEORADIUS_RO -> {
        center = GeoArguments.point(arguments, 2);
        readCircle(4);
      }
      case GEORADIUSBYMEMBER, GEORADIUSBYMEMBER_RO -> {
        if (!places.isEmpty()) {
          center = pointOf(arguments[2]);
          readCircle(3);
        }
      }
      case GEOSEARCH -> {}
      case GEOSEARCHSTORE -> target = OptionalInt.of(1);
    }
  }

  private void readCircle(int at) {
    shape = GeoArguments.circle(arguments, at);
    unitMeters = GeoUnit.parse(arguments[at + 1]).meters();
  }

  private GeoPoint pointOf(byte[] member) {
    OptionalDouble score = places.scoreOf(member);
    if (score.isEmpty()) {
      throw new CommandException("ERR could not decode requested zset member");
    }
    return Geohash.point(score.getAsDouble());
  }

  /** Reads one option; answers how many arguments it takes. */
  private int readOption(int at) {
    String word = Bytes.text(arguments[at]).toUpperCase(Locale.ROOT);
    int values = arguments.length - at - 1;
    switch (word) {
      case "WITHDIST" -> withDistance = true;
      case "WITHHASH" -> withHash = true;
      case "WITHCOORD" -> withPoint = true;
      case "ANY" -> any = true;
      case "ASC" -> order = Order.NEAREST_FIRST;
      case "DESC" -> order = Order.FARTHEST_FIRST;
      case "COUNT" -> {
        require(values >= 1);
        count = count(arguments[at + 1]);
        return 2;
      }
      case "STORE", "STOREDIST" -> {
        return readStore(at, word.equals("STOREDIST"), values);
      }
      default -> {
        require(form.isSearch());
        return readShape(at, word, values);
      }
    }
    return 1;
  }

  private int readStore(int at, boolean distance, int values) {
    if (form == GeoForm.GEOSEARCHSTORE && distance) {
      storesDistance = true;
      return 1;
    }
    require(form.mayStore() && values >= 1);
    target = OptionalInt.of(at + 1);
    storesDistance = distance;
    return 2;
  }

  private int readShape(int at, String word, int values) {
    switch (word) {
      case "FROMMEMBER" -> {
        require(values >= 1 && !fromPoint);
        fromMember = true;
        if (!places.isEmpty()) {
          center = pointOf(arguments[at + 1]);
        }
        return 2;
      }
      case "FROMLONLAT" -> {
        require(values >= 2 && !fromMember);
        fromPoint = true;
        center = GeoArguments.point(arguments, at + 1);
        return 3;
      }
      case "BYRADIUS" -> {
        require(values >= 2 && !(shape instanceof GeoShape.Box));
        readCircle(at + 1);
        return 3;
      }
      case "BYBOX" -> {
        require(values >= 3 && !(shape instanceof GeoShape.Circle));
        shape = GeoArguments.box(arguments, at + 1);
        unitMeters = GeoUnit.parse(arguments[at + 3]).meters();
        return 4;
      }
      default -> throw CommandException.syntaxError();
    }
  }

  private static void require(boolean isRight) {
    if (!isRight) {
      throw CommandException.syntaxError();
    }
  }

  private static long count(byte[] text) {
    long count = Numbers.parseLong(text);
    if (count <= 0) {
      throw new CommandException("ERR COUNT must be > 0");
    }
    return count;
  }

  private void refuseConflicts() {
    if (target.isPresent() && (withDistance || withHash || withPoint)) {
      String what = form.isSearch() ? "GEOSEARCHSTORE" : "STORE option in GEORADIUS";
      throw new CommandException(
          "ERR " + what + " is not compatible with WITHDIST, WITHHASH and WITHCOORD options");
    }
    String command = Bytes.text(arguments[0]);
    if (form.isSearch() && !fromMember && !fromPoint) {
      throw new CommandException(
          "ERR exactly one of FROMMEMBER or FROMLONLAT can be specified for " + command);
    }
    if (form.isSearch() && shape == null) {
      throw new CommandException(
          "ERR exactly one of BYRADIUS and BYBOX can be specified for " + command);
    }
    if (any && count == 0) {
      throw new CommandException("ERR the ANY argument requires COUNT argument");
    }
  }

  /** The search; null when there is no sorted set and so perhaps no centre. */
  @Nullable GeoSearch search() {
    return center == null || shape == null || places.isEmpty()
        ? null
        : new GeoSearch(center, shape);
  }

  /** How many are answered at most, 0 for all. */
  long count() {
    return count;
  }

  /** Whether the first ones found do, instead of the nearest. */
  boolean any() {
    return any;
  }

  /** The order; a count alone asks for the nearest. */
  Order order() {
    return order == Order.ANY && count > 0 && !any ? Order.NEAREST_FIRST : order;
  }

  /** Where the key stands in which the answer is stored, if it is. */
  OptionalInt target() {
    return target;
  }

  /** Whether distances are stored, in the unit asked for, instead of hashes. */
  boolean storesDistance() {
    return storesDistance;
  }

  /** The unit distances are answered in, in metres. */
  double unitMeters() {
    return unitMeters;
  }

  boolean withDistance() {
    return withDistance;
  }

  boolean withHash() {
    return withHash;
  }

  boolean withPoint() {
    return withPoint;
  }
}
