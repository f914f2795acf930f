package dev.rondo.server.command;

import java.util.List;

/**
 * A key in a call, and what happens to it.
 *
 * @param position where it stands among the arguments
 * @param flags in Redis's words and order, see {@link KeySpec}
 */
public record KeyUse(int position, List<String> flags) {}
