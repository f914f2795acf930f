package dev.rondo.compat.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says of a class of tests {@linkplain AgainstEachServer against each server} that it runs against
 * the cluster a second time, through the client library's own cluster client. Where a command of
 * its tests has several keys they share a hash tag, for such clients send a command to one node.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface ClusterClientsToo {}
