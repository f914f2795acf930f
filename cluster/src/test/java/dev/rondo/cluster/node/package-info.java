/** Tests of the parts of a node. */
@org.jspecify.annotations.NullMarked
package dev.rondo.cluster.node;
