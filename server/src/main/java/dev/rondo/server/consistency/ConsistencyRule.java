package dev.rondo.server.consistency;

/**
 * A choice made for some keys or for a user.
 *
 * @param subject a glob pattern of keys, or a user's name
 */
public record ConsistencyRule(String subject, ConsistencyChoice choice) {}
