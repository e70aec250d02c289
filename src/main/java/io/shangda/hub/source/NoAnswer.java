package io.shangda.hub.source;

import io.shangda.hub.source.PullFailure.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Locale;
import javax.net.ssl.SSLException;

/** Says in an operator's words why there is no answer, or no whole one. */
final class NoAnswer {
  private NoAnswer() {}

  static PullFailure of(HttpPull.Asked asked, Exception cause, Instant now) {
    boolean late = now.isAfter(asked.at().plus(asked.timeLimit()));
    String why =
        late ? "did not answer within %d s".formatted(asked.timeLimit().toSeconds()) : why(cause);
    boolean cut = !late && (isCut(cause) || isMonstrous(cause));
    return new PullFailure(
        cut ? Kind.GARBLED : Kind.AWAY,
        "%s %s; it is tried again".formatted(asked.place(), why),
        null,
        cause);
  }

  private static boolean isCut(Exception cause) {
    String name = cause.getClass().getSimpleName();
    return name.equals("ConnectionClosedException")
        || name.equals("MalformedChunkCodingException")
        || name.equals("TruncatedChunkException");
  }

  /** What the client says of a head that is none, or that goes beyond its limits. */
  private static boolean isMonstrous(Exception cause) {
    String name = cause.getClass().getSimpleName();
    return name.equals("MessageConstraintException")
        || name.equals("ProtocolException")
        || name.equals("ParseException")
        || name.equals("UnsupportedHttpVersionException");
  }

  private static String why(Exception cause) {
    if (cause instanceof UnknownHostException) {
      return "cannot be reached: its host name is not known";
    }
    if (cause instanceof SSLException) {
      return "cannot be trusted: the encrypted connection failed (certificate or protocol)";
    }
    if (cause instanceof SocketTimeoutException || isNamed(cause, "timeout")) {
      return "did not answer in time";
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return "cannot be reached: no connection";
    }
    if (isMonstrous(cause)) {
      return "answers with a head that is none, or is beyond all limits, and was not read further";
    }
    return isCut(cause) ? "broke off in the middle of its answer" : "lost the connection";
  }

  private static boolean isNamed(Exception cause, String part) {
    return cause.getClass().getSimpleName().toLowerCase(Locale.ROOT).contains(part);
  }
}
