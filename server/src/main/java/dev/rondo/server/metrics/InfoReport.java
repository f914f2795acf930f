package dev.rondo.server.metrics;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * INFO's text: Redis 7.2's sections with its fields in its order, so that exporters and dashboards
 * read them. Fields of machinery that this server does not have carry the value that says so,
 * mostly 0. Pure.
 */
public final class InfoReport {
  private record Section(
      String name, boolean byDefault, Function<NodeFigures, InfoSection> renderer) {
    /** Whether an argument of INFO asks for this section. */
    boolean isMeantBy(String argument) {
      return switch (argument.toLowerCase(Locale.ROOT)) {
        case "default" -> byDefault;
        case "all", "everything" -> true;
        default -> argument.equalsIgnoreCase(name);
      };
    }
  }

  /** In the order in which Redis prints them. */
  private static final List<Section> SECTIONS =
      List.of(
          new Section("server", true, InfoSections::server),
          new Section("clients", true, InfoSections::clients),
          new Section("memory", true, InfoSections::memory),
          new Section("persistence", true, InfoActivitySections::persistence),
          new Section("stats", true, InfoActivitySections::stats),
          new Section("replication", true, InfoSections::replication),
          new Section("cpu", true, InfoSections::cpu),
          new Section("modules", true, figures -> new InfoSection("Modules")),
          new Section("commandstats", false, InfoActivitySections::commandStatistics),
          new Section("errorstats", true, InfoActivitySections::errorStatistics),
          new Section("latencystats", false, InfoActivitySections::latencyStatistics),
          new Section("cluster", true, InfoSections::cluster),
          new Section("keyspace", true, InfoActivitySections::keyspace));

  private InfoReport() {}

  /**
   * The text for INFO's arguments: names of sections in any case, {@code default}, {@code all},
   * {@code everything}; none means default. Unknown names are ignored; sections come in Redis's
   * order and once.
   */
  public static String render(NodeFigures figures, List<String> arguments) {
    List<String> wanted = arguments.isEmpty() ? List.of("default") : arguments;
    return SECTIONS.stream()
        .filter(section -> wanted.stream().anyMatch(section::isMeantBy))
        .map(section -> section.renderer().apply(figures).text())
        .collect(Collectors.joining("\r\n"));
  }
}
