/**
 * Speaking to a target: making the requests of a batch, sending them, and reading the replies into
 * the six words. Knows nothing of tables. Entry points: {@code Renderer}, {@code HttpPush}, {@code
 * ReplyReader}.
 */
@org.jspecify.annotations.NullMarked
package io.shangda.hub.push;
