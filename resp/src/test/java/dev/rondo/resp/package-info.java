@NullMarked
package dev.rondo.resp;

import org.jspecify.annotations.NullMarked;
