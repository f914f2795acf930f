package dev.rondo.server.metrics;

/**
 * A node's totals since start or since CONFIG RESETSTAT, and its rates of now.
 *
 * @param connectionsReceived clients accepted
 * @param connectionsRejected clients turned away because of maxclients
 * @param commandsProcessed commands that ran
 * @param errorReplies errors answered, refused commands included
 * @param inputBytes bytes read from clients
 * @param outputBytes bytes written to clients
 * @param reads reads from sockets
 * @param writes writes to sockets
 * @param keyspaceHits keys that reading commands found
 * @param keyspaceMisses keys that reading commands did not find
 * @param commandsPerSecond average of the last 1.6 seconds
 * @param inputBytesPerSecond average of the last 1.6 seconds
 * @param outputBytesPerSecond average of the last 1.6 seconds
 * @param peakMemoryBytes the most memory that a sample found in use since start
 */
public record ServerFigures(
    long connectionsReceived,
    long connectionsRejected,
    long commandsProcessed,
    long errorReplies,
    long inputBytes,
    long outputBytes,
    long reads,
    long writes,
    long keyspaceHits,
    long keyspaceMisses,
    double commandsPerSecond,
    double inputBytesPerSecond,
    double outputBytesPerSecond,
    long peakMemoryBytes) {}
