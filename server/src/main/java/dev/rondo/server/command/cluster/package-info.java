/**
 * CLUSTER, READONLY, READWRITE and ASKING: what a cluster tells its clients and operators about
 * itself.
 *
 * <p>A handler takes one {@link dev.rondo.server.command.cluster.ClusterReport}, an immutable
 * picture of members and ring, and writes it in Redis's formats. {@link
 * dev.rondo.server.command.cluster.ServedRange} is where Rondo's replicas, which are equals, become
 * Redis's masters and replicas. Nothing here changes the cluster, and nothing asks another node but
 * COUNTKEYSINSLOT and GETKEYSINSLOT, through the keyspace.
 */
@NullMarked
package dev.rondo.server.command.cluster;

import org.jspecify.annotations.NullMarked;
