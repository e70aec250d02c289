/** Applying a configuration: the row every node runs, and what differs from the one before. */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.configure;
