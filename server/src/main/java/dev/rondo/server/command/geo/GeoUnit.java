package dev.rondo.server.command.geo;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandException;
import java.util.Locale;

/** Units of length. */
enum GeoUnit {
  M(1),
  KM(1000),
  FT(0.3048),
  MI(1609.34);

  private final double meters;

  GeoUnit(double meters) {
    this.meters = meters;
  }

  double meters() {
    return meters;
  }

  /**
   * Reads a unit, in any case.
   *
   * @throws CommandException when there is no such unit
   */
  static GeoUnit parse(byte[] text) {
    String name = Bytes.text(text).toUpperCase(Locale.ROOT);
    for (GeoUnit unit : values()) {
      if (unit.name().equals(name)) {
        return unit;
      }
    }
    throw new CommandException("ERR unsupported unit provided. please use M, KM, FT, MI");
  }
}
