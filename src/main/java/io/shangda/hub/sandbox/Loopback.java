package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** One HTTP server that only this machine can reach. */
final class Loopback {
  private static final String HOST = "127.0.0.1";

  private final Vertx vertx;
  private final int port;
  private final Handler<HttpServerRequest> handler;
  private @Nullable HttpServer server;

  /**
   * @param port 0 takes any free port
   */
  Loopback(Vertx vertx, int port, Handler<HttpServerRequest> handler) {
    this.vertx = vertx;
    this.port = port;
    this.handler = handler;
  }

  /** The port it listens on. */
  Future<Integer> start() {
    HttpServer created = vertx.createHttpServer().requestHandler(handler);
    server = created;
    return created.listen(port, HOST).map(HttpServer::actualPort);
  }

  Future<Void> stop() {
    HttpServer running = server;
    server = null;
    return running == null ? Future.succeededFuture() : running.close();
  }
}
