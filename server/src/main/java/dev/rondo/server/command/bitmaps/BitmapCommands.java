package dev.rondo.server.command.bitmaps;

import static dev.rondo.server.command.CommandFlag.DENYOOM;
import static dev.rondo.server.command.CommandFlag.FAST;
import static dev.rondo.server.command.CommandFlag.READONLY;
import static dev.rondo.server.command.CommandFlag.WRITE;

import dev.rondo.server.command.Bytes;
import dev.rondo.server.command.CommandGroup;
import dev.rondo.server.command.CommandSpec;
import dev.rondo.server.command.Handler;
import dev.rondo.server.command.KeySpec;
import dev.rondo.server.command.strings.ValueLimit;
import java.util.List;
import java.util.function.LongSupplier;

/** The rows of the commands on bitmaps. */
public final class BitmapCommands {
  private static final KeySpec READ = KeySpec.one("RO", "access");

  private final BitCommands bits;
  private final BitfieldCommand fields;

  /**
   * @param protoMaxBulkLen gives the setting of that name: the longest value allowed, in bytes
   */
  public BitmapCommands(LongSupplier protoMaxBulkLen) {
    ValueLimit limit = new ValueLimit(protoMaxBulkLen);
    this.bits = new BitCommands(limit);
    this.fields = new BitfieldCommand(limit);
  }

  /** All rows of the family. */
  public List<CommandSpec> rows() {
    return List.of(
        row("bitcount", -2, BitRangeCommands::bitcount)
            .flags(READONLY)
            .keys(READ)
            .since("2.6.0")
            .complexity("O(N) for N bytes")
            .summary("Counts the bits that are set."),
        row("bitfield", -2, fields::bitfield)
            .flags(WRITE, DENYOOM)
            .keys(
                KeySpec.one("RW", "access", "update", "variable_flags")
                    .withNotes("This command allows both access and modification of the key"))
            .keyFlags(
                args ->
                    Bytes.containsWord(args, 2, "SET", "INCRBY")
                        ? KeySpec.one("RW", "access", "update")
                        : READ)
            .since("3.2.0")
            .complexity("O(N) for a value of N bytes")
            .summary("Reads, writes and adds to integers of any width inside a string."),
        row("bitfield_ro", -2, fields::bitfieldRo)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("6.0.0")
            .complexity("O(1) for each integer")
            .summary("Reads integers of any width inside a string."),
        row("bitop", -4, BitCommands::bitop)
            .flags(WRITE, DENYOOM)
            .keys(KeySpec.at(2, "OW", "update"), KeySpec.allFrom(3, 1, "RO", "access"))
            .since("2.6.0")
            .complexity("O(N) for N bytes in all")
            .summary("Combines strings bit by bit into another."),
        row("bitpos", -3, BitRangeCommands::bitpos)
            .flags(READONLY)
            .keys(READ)
            .since("2.8.7")
            .complexity("O(N) for N bytes")
            .summary("Finds the first bit that is set, or not set."),
        row("getbit", 3, bits::getbit)
            .flags(READONLY, FAST)
            .keys(READ)
            .since("2.2.0")
            .summary("Answers a bit of a string."),
        row("setbit", 4, bits::setbit)
            .flags(WRITE, DENYOOM)
            .keys(KeySpec.one("RW", "access", "update"))
            .since("2.2.0")
            .complexity("O(N) for a new value of N bytes")
            .summary("Sets or clears a bit of a string and answers what it was."));
  }

  private static CommandSpec row(String name, int arity, Handler handler) {
    return CommandSpec.named(name, arity, CommandGroup.BITMAP, handler);
  }
}
