package io.shangda.hub.operate.console;

import io.quarkus.vertx.http.runtime.security.FormAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.shangda.hub.operate.access.AccessLog;
import io.shangda.hub.operate.access.ClientAddress;
import io.shangda.hub.operate.access.SessionMark;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.Json;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Map;

/**
 * Hawtio's page and the small endpoints it asks for at its start. Its files come from the {@code
 * hawtio-springboot} artifact; the page itself knows nothing of this hub, so what it asks for is
 * answered here as that artifact's back end would.
 */
@ApplicationScoped
class ConsoleRoutes {
  private static final String ROOT = "/hawtio";

  /** Content type without a charset: the page compares it literally. */
  private static final String JSON = "application/json";

  private static final Map<String, String> ANSWERS =
      Map.of(
          "/preset-connections", "[]",
          "/proxy/enabled", "false",
          "/keycloak/enabled", "false",
          "/auth/config/oidc", "[]",
          "/auth/config/login", "[]",
          "/auth/config/session-timeout", "{\"timeout\":-1}",
          "/plugin", "[]");

  private final SessionMark sessions;
  private final AccessLog log;
  private final ClientAddress addresses;

  ConsoleRoutes(SessionMark sessions, AccessLog log, ClientAddress addresses) {
    this.sessions = sessions;
    this.log = log;
    this.addresses = addresses;
  }

  void register(@Observes Router router) {
    // a path without a slash at its end fits the one with it too, which would lead to itself
    router
        .get(ROOT)
        .handler(
            context -> {
              if (context.request().path().equals(ROOT)) {
                redirect(context, ROOT + "/");
              } else {
                context.next();
              }
            });
    ANSWERS.forEach(
        (path, answer) ->
            router
                .get(ROOT + path)
                .handler(
                    context ->
                        context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(answer)));
    router.get(ROOT + "/user").handler(ConsoleRoutes::user);
    router.get(ROOT + "/auth/logout").blockingHandler(this::logout, false);
    router.get("/").handler(context -> redirect(context, ROOT + "/"));

    Files own = new Files("console/", "no-cache");
    own.serve(router.get("/login"), path -> "login.html");
    own.serve(router.get("/login/*"), path -> path.substring("/login/".length()));
    own.serve(router.get("/favicon.ico"), path -> "favicon.ico");
    own.serve(router.get(ROOT + "/favicon.ico"), path -> "favicon.ico");
    own.serve(router.get(ROOT + "/hawtconfig.json"), path -> "hawtconfig.json");
    own.serve(router.get(ROOT + "/brand/*"), path -> path.substring((ROOT + "/brand/").length()));

    // Names under static/ hold a hash of their content, so a browser may keep them for good.
    Files page = new Files("hawtio-static/", "public, max-age=31536000, immutable");
    page.serve(router.get(ROOT + "/static/*"), path -> path.substring((ROOT + "/").length()));
    Files rest = new Files("hawtio-static/", "no-cache");
    rest.serve(router.get(ROOT + "/*"), ConsoleRoutes::fileOrPage);
  }

  /** A path of the page's own router is the page; Jolokia is a servlet and is let through. */
  private static String fileOrPage(String path) {
    String name = path.substring((ROOT + "/").length());
    if (name.equals("jolokia") || name.startsWith("jolokia/")) {
      return Files.NOT_MINE;
    }
    boolean looksLikeFile = name.substring(name.lastIndexOf('/') + 1).contains(".");
    return looksLikeFile ? name : "index.html";
  }

  private static void user(RoutingContext context) {
    context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(Json.encode(userOf(context)));
  }

  private static String userOf(RoutingContext context) {
    return context.user() instanceof QuarkusHttpUser user
        ? user.getSecurityIdentity().getPrincipal().getName()
        : "";
  }

  /** The session ends in the hub, whatever becomes of the cookies. */
  private void logout(RoutingContext context) {
    if (context.request().getHeader(HttpHeaders.AUTHORIZATION) == null) {
      sessions.end(context);
      FormAuthenticationMechanism.logout(context);
      log.note("logout", userOf(context), addresses.of(context), "login page");
    }
    redirect(context, "/login");
  }

  private static void redirect(RoutingContext context, String to) {
    context.response().setStatusCode(302).putHeader(HttpHeaders.LOCATION, to).end();
  }
}
