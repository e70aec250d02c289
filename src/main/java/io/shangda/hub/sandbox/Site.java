package io.shangda.hub.sandbox;

import io.vertx.core.Vertx;
import java.time.Clock;

/**
 * Where a system of the sandbox lives.
 *
 * @param port on 127.0.0.1; 0 takes any free one
 * @param journal what it remembers by
 */
record Site(Vertx vertx, int port, Clock clock, Journal journal) {}
