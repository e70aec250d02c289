package io.shangda.hub.push;

import io.shangda.hub.record.ForeignText;
import io.shangda.hub.record.KnownSecrets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request: what a push connector gives back, one per request, in the same order.
 */
public sealed interface PushReply {

  /** How the request went; null if it was not started. */
  @Nullable Trip trip();

  /**
   * An answer was received whole.
   *
   * @param headers by lower-case name
   */
  @SuppressWarnings("ArrayRecordComponent") // the bytes are handed on, never compared
  record Answered(int status, Map<String, String> headers, byte[] body, Trip trip)
      implements PushReply {
    /** Whatever the target repeats of the hub's secrets ends here: all that follows is kept. */
    public Answered {
      KnownSecrets secrets = KnownSecrets.ofThisProcess();
      body = secrets.masked(body);
      Map<String, String> masked = new HashMap<>();
      headers.forEach((name, value) -> masked.put(name, secrets.masked(value)));
      headers = masked;
    }

    public Answered(int status, Map<String, String> headers, byte[] body) {
      this(status, headers, body, Trip.UNKNOWN);
    }
  }

  /**
   * No answer, or none that could be read to its end.
   *
   * @param sent false only if not one byte of the request can have reached the target (connection
   *     refused, unknown host); otherwise its outcome is unknown
   * @param why in the operator's words, without secrets
   */
  record Broken(boolean sent, String why, Trip trip) implements PushReply {
    private static final int LONGEST = 1000;

    public Broken {
      why = ForeignText.oneLine(why, LONGEST);
    }

    public Broken(boolean sent, String why) {
      this(sent, why, Trip.UNKNOWN);
    }
  }

  /** The second for starting requests was over before this one's turn; it goes back untouched. */
  record NotStarted() implements PushReply {
    @Override
    public @Nullable Trip trip() {
      return null;
    }
  }
}
