package io.shangda.hub.push;

import io.shangda.hub.record.ReceiptText;
import io.shangda.hub.record.Word;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a reply means. Whatever the target said is text that can be stored, logged and shown. */
public sealed interface Reading {

  /** What a target said under a status, which is named once. */
  static String told(int status, String message) {
    String named = "HTTP " + status;
    return message.startsWith(named) ? message : named + ": " + message;
  }

  /**
   * The target spoke about the records of the request. Results follow the order of the deliveries.
   */
  record Results(List<Result> results) implements Reading {}

  /**
   * One record's result.
   *
   * @param word null if the reply does not speak of this record: it is sent again
   * @param receipt the target's receipt, as it is kept; null if it gave none
   * @param message the target's own text in one line, cut to 2,000 characters; empty if none
   */
  record Result(@Nullable Word word, @Nullable String receipt, String message) {
    public Result {
      receipt = receipt == null ? null : ReceiptText.kept(receipt);
      message = Message.cut(message);
    }
  }

  /**
   * The request as a whole was condemned (400, 409, 413, 422): halved until the guilty record is
   * alone. Of a request with one record only 409 is read so: what a conflict means depends on
   * whether an earlier attempt may still be in work at the target.
   */
  record Refused(int status, String message) implements Reading {
    public Refused {
      message = Message.cut(message);
    }
  }

  /** The target as a whole cannot take anything now (5xx, 408, 425, 429). */
  record Fault(int status, String message, @Nullable Duration retryAfter) implements Reading {
    public Fault {
      message = Message.cut(message);
    }
  }

  /**
   * The target does not let the hub in (401, 403, 404, 405, 407, 410): it is paused until a person
   * looks.
   */
  record Barred(int status, String message) implements Reading {
    public Barred {
      message = Message.cut(message);
    }
  }

  /**
   * Nothing definite: no answer, or an answer that cannot be read (HTML from a proxy, cut JSON).
   */
  record Unknown(boolean sent, String message) implements Reading {
    public Unknown {
      message = Message.cut(message);
    }
  }

  /** No request could be made of it, by the hub's own configuration; nothing was sent. */
  record Unmade(String message) implements Reading {
    public Unmade {
      message = Message.cut(message);
    }
  }

  /** Not sent in this attempt. */
  record Untouched() implements Reading {}
}
