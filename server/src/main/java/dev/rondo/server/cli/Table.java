package dev.rondo.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Rows with the same fields, as text in columns under their names; numbers stand to the right. */
final class Table {
  private static final String GAP = "  ";
  private static final String NOTHING = "-";

  private Table() {}

  /**
   * @param columns the fields to show, and in which order
   * @param rows each with all of these fields
   */
  static List<String> of(List<String> columns, List<Map<String, Object>> rows) {
    int[] widths = new int[columns.size()];
    for (int i = 0; i < widths.length; i++) {
      widths[i] = columns.get(i).length();
      for (Map<String, Object> row : rows) {
        widths[i] = Math.max(widths[i], cell(columns.get(i), row).length());
      }
    }
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      boolean isNumber = !rows.isEmpty() && rows.get(0).get(columns.get(i)) instanceof Number;
      head.append(padded(columns.get(i), widths[i], isNumber)).append(GAP);
    }
    lines.add(head.toString().stripTrailing());
    for (Map<String, Object> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        boolean isNumber = row.get(columns.get(i)) instanceof Number;
        line.append(padded(cell(columns.get(i), row), widths[i], isNumber)).append(GAP);
      }
      lines.add(line.toString().stripTrailing());
    }
    return lines;
  }

  private static String cell(String column, Map<String, Object> row) {
    String text = String.valueOf(row.getOrDefault(column, NOTHING));
    return text.isEmpty() ? NOTHING : text;
  }

  private static String padded(String text, int width, boolean right) {
    String blanks = " ".repeat(width - text.length());
    return right ? blanks + text : text + blanks;
  }
}
