package io.shangda.hub.sandbox;

import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** One HTTP server that only this machine can reach. */
final class Loopback {
  private static final Logger LOG = Logger.getLogger(Loopback.class);
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
    // HTTP/1.1 only, as the systems it stands for
    HttpServerOptions options = new HttpServerOptions().setHttp2ClearTextEnabled(false);
    HttpServer created = vertx.createHttpServer(options).requestHandler(this::handle);
    server = created;
    return created.listen(port, HOST).map(HttpServer::actualPort);
  }

  /** A caller gets an answer even where the sandbox itself fails. */
  private void handle(HttpServerRequest request) {
    try {
      handler.handle(request);
    } catch (RuntimeException e) {
      LOG.error("A server of the sandbox failed on a request; the caller gets 500", e);
      if (!request.response().ended()) {
        request.response().setStatusCode(500).end();
      }
    }
  }

  Future<Void> stop() {
    HttpServer running = server;
    server = null;
    return running == null ? Future.succeededFuture() : running.close();
  }
}
