package dev.rondo.server.command.geo;

/** The commands that search, which differ in where they say what. */
enum GeoForm {
  /** {@code key longitude latitude radius unit [options]}. */
  GEORADIUS(1, 6),
  GEORADIUS_RO(1, 6),
  /** {@code key member radius unit [options]}. */
  GEORADIUSBYMEMBER(1, 5),
  GEORADIUSBYMEMBER_RO(1, 5),
  /** {@code key options}: centre and shape are among them. */
  GEOSEARCH(1, 2),
  /** {@code target key options}. */
  GEOSEARCHSTORE(2, 3);

  private final int source;
  private final int options;

  GeoForm(int source, int options) {
    this.source = source;
    this.options = options;
  }

  /** Where the key of the sorted set stands. */
  int source() {
    return source;
  }

  /** Where the options begin. */
  int options() {
    return options;
  }

  boolean isSearch() {
    return this == GEOSEARCH || this == GEOSEARCHSTORE;
  }

  /** Whether STORE and STOREDIST with a key are among the options. */
  boolean mayStore() {
    return this == GEORADIUS || this == GEORADIUSBYMEMBER;
  }
}
