package io.shangda.hub.operate.door;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Which requests are not let in, whoever sends them; the login comes behind. */
final class DoorRules {
  static final String LOGIN = "/j_security_check";
  static final String JOLOKIA = "/hawtio/jolokia";

  /** The console's page says text/json; neither can be sent by a form of another site. */
  private static final Set<String> JSON = Set.of("application/json", "text/json");

  /** Configurations and lists; the server's own limit holds for these (10 MB). */
  private static final Pattern LARGE =
      Pattern.compile(
          "/api/v1/(configuration|audit/verification|targets/[^/]+/(baseline|receipts))/?");

  /** How an answer is written. A 'p' would be a whole request, a 'callback' a script. */
  private static final Pattern JOLOKIA_QUERY =
      Pattern.compile(
          "((maxDepth|maxCollectionSize|maxObjects|ignoreErrors|canonicalNaming|listCache|openTypes"
              + "|serializeException|includeStackTrace|includeRequest|includeValueFilter|mimeType"
              + "|serializeLong|ifModifiedSince)=[A-Za-z0-9/%+-]*(&|$))*");

  private static final long LONGEST = 256 * 1024;
  private static final long LONGEST_LOGIN = 8 * 1024;
  private static final long LONGEST_JOLOKIA = 256 * 1024;

  private DoorRules() {}

  static Optional<Refusal> refusal(Asked asked) {
    Optional<String> fault = RawTarget.fault(asked.target());
    if (fault.isPresent()) {
      return Optional.of(new Refusal(400, "Bad address", fault.get()));
    }
    if (asked.changes() || isJolokia(asked)) {
      if (isForeign(asked)) {
        return Optional.of(
            new Refusal(
                403,
                "Another site's page",
                "The request was made by a page of another site; use the hub's own pages or a"
                    + " token"));
      }
    }
    if (asked.path().endsWith(LOGIN)) {
      return login(asked);
    }
    if (isJolokia(asked)) {
      return jolokia(asked);
    }
    boolean body = asked.contentLength() > 0 || asked.headers().containsKey("transfer-encoding");
    if (body && isApi(asked) && !asked.contentType().isEmpty() && !isJson(asked.contentType())) {
      return Optional.of(
          new Refusal(415, "Wrong content type", "The admin API is asked with application/json"));
    }
    return body && !LARGE.matcher(asked.path()).matches()
        ? tooLong(asked, LONGEST)
        : Optional.empty();
  }

  private static boolean isForeign(Asked asked) {
    return Origins.isForeign(
        asked.headers().get("sec-fetch-site"), asked.headers().get("origin"), asked.host());
  }

  private static Optional<Refusal> login(Asked asked) {
    if (!asked.path().equals(LOGIN)) {
      return Optional.of(new Refusal(404, "Not found", "The login page is /login"));
    }
    if (!asked.method().equals("POST")) {
      return Optional.of(new Refusal(405, "Wrong method", "A login is sent by POST"));
    }
    if (!asked.contentType().equals("application/x-www-form-urlencoded")) {
      return Optional.of(
          new Refusal(
              415, "Wrong content type", "A login is sent as application/x-www-form-urlencoded"));
    }
    return tooLong(asked, LONGEST_LOGIN);
  }

  private static boolean isApi(Asked asked) {
    return asked.path().startsWith("/api/");
  }

  /** What else is sent, nothing in the API can read; a form of another site could send it. */
  private static boolean isJson(String contentType) {
    return contentType.matches("(application|text)/([a-z0-9.+-]+\\+)?json");
  }

  private static boolean isJolokia(Asked asked) {
    return asked.path().equals(JOLOKIA) || asked.path().startsWith(JOLOKIA + "/");
  }

  /** A GET may ask whether there is an agent, nothing else. */
  private static Optional<Refusal> jolokia(Asked asked) {
    boolean root = asked.path().equals(JOLOKIA) || asked.path().equals(JOLOKIA + "/");
    if (!root) {
      return Optional.of(new Refusal(404, "Not found", "Jolokia is asked by POST to " + JOLOKIA));
    }
    if (!JOLOKIA_QUERY.matcher(asked.query()).matches()) {
      return Optional.of(
          new Refusal(400, "Bad query", "The request stands in the body, not in the query"));
    }
    if (asked.method().equals("GET")) {
      return Optional.empty();
    }
    if (!asked.method().equals("POST")) {
      return Optional.of(new Refusal(405, "Wrong method", "Jolokia is asked by POST"));
    }
    if (!JSON.contains(asked.contentType())) {
      return Optional.of(
          new Refusal(415, "Wrong content type", "Jolokia is asked with application/json"));
    }
    return tooLong(asked, LONGEST_JOLOKIA);
  }

  /** A body without a length could be any length, and nobody who logs in needs one. */
  private static Optional<Refusal> tooLong(Asked asked, long most) {
    if (asked.contentLength() < 0) {
      return Optional.of(
          new Refusal(411, "Length needed", "Say how long the body is, in Content-Length"));
    }
    return asked.contentLength() <= most
        ? Optional.empty()
        : Optional.of(
            new Refusal(413, "Body too long", "The body has at most " + most + " bytes here"));
  }
}
