/** Tests of who decides on consistency. */
@org.jspecify.annotations.NullMarked
package dev.rondo.server.consistency;
