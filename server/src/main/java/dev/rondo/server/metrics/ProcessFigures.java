package dev.rondo.server.metrics;

/**
 * What the process takes from the machine at one moment.
 *
 * @param heapUsedBytes objects on the Java heap, dead ones included that were not collected yet
 * @param heapCommittedBytes heap the process holds
 * @param heapMaxBytes the heap's bound
 * @param directBytes direct buffers
 * @param nonHeapBytes classes and compiled code
 * @param residentBytes resident set of the process, 0 when unknown
 * @param machineBytes memory of the machine or container
 * @param userCpuSeconds processor time in user mode
 * @param systemCpuSeconds processor time in the kernel
 */
public record ProcessFigures(
    long heapUsedBytes,
    long heapCommittedBytes,
    long heapMaxBytes,
    long directBytes,
    long nonHeapBytes,
    long residentBytes,
    long machineBytes,
    double userCpuSeconds,
    double systemCpuSeconds) {}
