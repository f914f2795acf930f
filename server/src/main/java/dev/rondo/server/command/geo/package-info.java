/**
 * Commands on places (Redis command group "geo"): a sorted set whose scores are geohashes.
 *
 * <p>{@link dev.rondo.server.command.geo.GeoCommands} declares the rows. {@link
 * dev.rondo.server.command.geo.Geohash} turns places into scores and back, and {@link
 * dev.rondo.server.command.geo.GeoSearch} finds those in a shape by looking at a few ranges of
 * scores. The numbers are those of Redis, since clients compare and store them.
 *
 * <p>May touch the command contracts, the keyspace and sorted sets; has no clock, thread or
 * configuration of its own.
 */
@NullMarked
package dev.rondo.server.command.geo;

import org.jspecify.annotations.NullMarked;
