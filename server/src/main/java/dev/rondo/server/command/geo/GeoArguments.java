package dev.rondo.server.command.geo;

import dev.rondo.server.command.CommandException;
import dev.rondo.server.text.InvalidValueException;
import dev.rondo.server.text.Numbers;
import java.util.Locale;

/** Places and lengths as arguments. */
final class GeoArguments {
  private GeoArguments() {}

  /**
   * Reads a longitude and the latitude behind it.
   *
   * @throws CommandException when they are no place on the map
   */
  static GeoPoint point(byte[][] arguments, int at) {
    GeoPoint point =
        new GeoPoint(Numbers.parseDouble(arguments[at]), Numbers.parseDouble(arguments[at + 1]));
    if (!Geohash.covers(point)) {
      throw new CommandException(
          String.format(
              Locale.ROOT,
              "ERR invalid longitude,latitude pair %s,%s",
              fixed(point.longitude()),
              fixed(point.latitude())));
    }
    return point;
  }

  /** As C's {@code %f}. */
  private static String fixed(double number) {
    if (Double.isInfinite(number)) {
      return number > 0 ? "inf" : "-inf";
    }
    return FixedPoint.format(number, 6);
  }

  /**
   * Reads a radius and the unit behind it.
   *
   * @return a circle
   */
  static GeoShape circle(byte[][] arguments, int at) {
    double radius = length(arguments[at], "ERR need numeric radius");
    if (radius < 0) {
      throw new CommandException("ERR radius cannot be negative");
    }
    return new GeoShape.Circle(radius * GeoUnit.parse(arguments[at + 1]).meters());
  }

  /**
   * Reads a width, a height and the unit behind them.
   *
   * @return a box
   */
  static GeoShape box(byte[][] arguments, int at) {
    double width = length(arguments[at], "ERR need numeric width");
    double height = length(arguments[at + 1], "ERR need numeric height");
    if (width < 0 || height < 0) {
      throw new CommandException("ERR height or width cannot be negative");
    }
    double unit = GeoUnit.parse(arguments[at + 2]).meters();
    return new GeoShape.Box(width * unit, height * unit);
  }

  private static double length(byte[] text, String error) {
    try {
      return Numbers.parseDouble(text);
    } catch (InvalidValueException e) {
      throw new CommandException(error);
    }
  }
}
