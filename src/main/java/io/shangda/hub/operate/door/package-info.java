/**
 * What is true of every request before anything else looks at it: its path has no tricks, it comes
 * from the hub's own pages or from a program, and its answer is kept by nobody. Entry point: {@link
 * io.shangda.hub.operate.door.Doors}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.operate.door;
